import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from './project.ts'
import { slugs, taskOf } from './project.ts'

/** A program that does the same work: N definitions, each in a file of its own, to N files. */
export interface Peer {
  readonly name: string
  /** The files that it needs for N definitions. */
  files(size: number): Files
  command(folder: string, size: number): readonly [file: string, ...argv: string[]]
}

/** The folder in which the peers are installed: one of their own. */
export const peersFolder = new URL('./peers', import.meta.url).pathname
const modules = join(peersFolder, 'node_modules')

const environment = {
  HTTP_PROXY: 'http://proxy.internal:8888',
  HTTPS_PROXY: 'http://proxy.internal:8888',
  http_proxy: 'http://proxy.internal:8888',
  https_proxy: 'http://proxy.internal:8888',
  NO_PROXY: 'localhost,127.0.0.1',
  no_proxy: 'localhost,127.0.0.1',
  NODE_EXTRA_CA_CERTS: '/etc/claude-bottle/ca.pem',
  SSL_CERT_FILE: '/etc/claude-bottle/ca.pem',
  REQUESTS_CA_BUNDLE: '/etc/claude-bottle/ca.pem',
  CURL_CA_BUNDLE: '/etc/claude-bottle/ca.pem',
  GIT_SSL_CAINFO: '/etc/claude-bottle/ca.pem',
  TERM: 'xterm-256color',
}

/** The native program, without the script of Node.js that npm puts before it. */
function pklProgram(): string {
  const [platform = ''] = readdirSync(join(modules, '@pkl-community')).filter((name) =>
    name.startsWith('pkl-'),
  )
  const folder = join(modules, '@pkl-community', platform)
  const found = ['pkl', 'bin/pkl']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path))
  return found ?? join(modules, '.bin/pkl')
}

const pkl: Peer = {
  name: 'Pkl',
  files: (size) => ({
    'Bottle.pkl': `slug: String
command: List<String> = List("sleep", "infinity")
env: Mapping<String, String>
socket: String

const local function quote(text: String): String =
  "\\"" + text.replaceAll("\\\\", "\\\\\\\\").replaceAll("\\"", "\\\\\\"") + "\\""
const local function list(items: List<String>): String =
  "[" + items.map((each) -> quote(each)).join(", ") + "]"
local lines: List<String> = env.toMap().entries.toList().sortBy((each) -> each.key).map((each) -> "\\(each.key)=\\(each.value)")

output {
  files {
    ["\\(slug)/Smolfile"] {
      text = """
        name = \\(quote("claude-bottle-" + slug))
        command = \\(list(command))
        env = \\(list(lines))

        [[net]]
        type = "virtio-net"
        attachment = "unixgram"
        socket = \\(quote(socket))

        """
    }
  }
}
`,
    'agent.pkl': `env: Mapping<String, String> = new {\n${Object.entries(environment)
      .map(([name, value]) => `  ["${name}"] = "${value}"\n`)
      .join('')}}\n`,
    ...Object.fromEntries(
      slugs(size).map((slug) => [
        `bottles/${slug}.pkl`,
        `amends "../Bottle.pkl"
import "../agent.pkl"

slug = "${slug}"
command = List("claude", "--dangerously-skip-permissions")
env {
  ...agent.env
  ["TASK"] = "${taskOf(slug)}"
  ["WORKSPACE"] = "/work/${slug}"
}
socket = "/run/claude-bottle/${slug}/gvproxy.sock"
`,
      ]),
    ),
  }),
  command: (folder, size) => [
    pklProgram(),
    'eval',
    '-m',
    join(folder, 'out'),
    ...slugs(size).map((slug) => join(folder, `bottles/${slug}.pkl`)),
  ],
}

/** The definitions of the peers in JavaScript: a module each, with the preset spread in. */
function scriptDefinitions(size: number): Files {
  return {
    'package.json': '{ "type": "module" }\n',
    'agent.js': `export const agent = ${JSON.stringify(environment, null, 2)}\n`,
    ...Object.fromEntries(
      slugs(size).map((slug) => [
        `bottles/${slug}.js`,
        `import { agent } from '../agent.js'

export default {
  slug: '${slug}',
  command: ['claude', '--dangerously-skip-permissions'],
  env: { ...agent, TASK: '${taskOf(slug)}', WORKSPACE: '/work/${slug}' },
  socket: '/run/claude-bottle/${slug}/gvproxy.sock',
}
`,
      ]),
    ),
  }
}

const loadAll = `import { readdirSync } from 'node:fs'

const names = readdirSync(new URL('./bottles', import.meta.url)).sort()
const bottles = []
for (const name of names) bottles.push((await import('./bottles/' + name)).default)
`

const documentOf = `
const document = ({ slug, command, env, socket }) => ({
  name: 'claude-bottle-' + slug,
  command,
  env: Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1)).map((each) => each.join('=')),
  net: [{ type: 'virtio-net', attachment: 'unixgram', socket }],
})
`

const cdk8s: Peer = {
  name: 'cdk8s',
  files: (size) => ({
    ...scriptDefinitions(size),
    'main.js': `${loadAll}import { createRequire } from 'node:module'

const { App, ApiObject, Chart } = createRequire('${peersFolder}/')('cdk8s')
${documentOf}
const app = new App({ outdir: new URL('./out', import.meta.url).pathname })
for (const bottle of bottles) {
  const chart = new Chart(app, bottle.slug)
  new ApiObject(chart, 'bottle', { apiVersion: 'v1', kind: 'Smolfile', spec: document(bottle) })
}
app.synth()
`,
  }),
  command: (folder) => [process.execPath, join(folder, 'main.js')],
}

const projen: Peer = {
  name: 'projen',
  files: (size) => ({
    ...scriptDefinitions(size),
    'main.js': `${loadAll}import { createRequire } from 'node:module'

const { Project, TomlFile } = createRequire('${peersFolder}/')('projen')
${documentOf}
const outdir = new URL('./out', import.meta.url).pathname
const project = new Project({ name: 'bench', outdir, commitGenerated: true })
for (const bottle of bottles) {
  new TomlFile(project, 'smolfiles/' + bottle.slug + '/Smolfile', { obj: document(bottle) })
}
project.synth()
`,
  }),
  command: (folder) => [process.execPath, join(folder, 'main.js')],
}

const python: Peer = {
  name: 'a Python program',
  files: (size) => ({
    'agent.py': `agent = ${JSON.stringify(environment, null, 4)}\n`,
    'bottles/__init__.py': '',
    ...Object.fromEntries(
      slugs(size).map((slug) => [
        `bottles/${slug.replaceAll('-', '_')}.py`,
        `from agent import agent

slug = "${slug}"
command = ["claude", "--dangerously-skip-permissions"]
env = {**agent, "TASK": "${taskOf(slug)}", "WORKSPACE": "/work/${slug}"}
socket = "/run/claude-bottle/${slug}/gvproxy.sock"
`,
      ]),
    ),
    'main.py': `"""Imports each definition and writes its Smolfile in the layout of claude-bottle."""
import importlib
import os
import sys

root = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, root)


def quote(text):
    return '"' + text.replace("\\\\", "\\\\\\\\").replace('"', '\\\\"') + '"'


def listed(items):
    return "[" + ", ".join(quote(item) for item in items) + "]"


def render(bottle):
    env = listed(f"{name}={value}" for name, value in sorted(bottle.env.items()))
    return (
        f"name = {quote('claude-bottle-' + bottle.slug)}\\n"
        f"command = {listed(bottle.command)}\\n"
        f"env = {env}\\n\\n[[net]]\\n"
        'type = "virtio-net"\\nattachment = "unixgram"\\n'
        f"socket = {quote(bottle.socket)}\\n"
    )


for name in sorted(os.listdir(os.path.join(root, "bottles"))):
    if not name.endswith(".py") or name == "__init__.py":
        continue
    bottle = importlib.import_module("bottles." + name[:-3])
    folder = os.path.join(root, "out", bottle.slug)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "Smolfile"), "w") as file:
        file.write(render(bottle))
`,
  }),
  command: (folder) => ['python3', join(folder, 'main.py')],
}

/** The Jsonnet of C++ makes no folders. */
const makeAndRun = 'cd "$0" && xargs mkdir -p <folders && exec jsonnet -S -m out main.jsonnet'

/** Jsonnet has no computed imports, so one file names all definitions. */
const jsonnet: Peer = {
  name: 'Jsonnet',
  files: (size) => ({
    // What std.format and std.escapeStringJson do, Jsonnet does itself, a character at a time.
    'bottle.libsonnet': `function(bottle)
  'name = "claude-bottle-' + bottle.slug + '"\\n'
  + 'command = ' + std.toString(bottle.command) + '\\n'
  + 'env = ' + std.toString([name + '=' + bottle.env[name] for name in std.objectFields(bottle.env)]) + '\\n\\n'
  + '[[net]]\\ntype = "virtio-net"\\nattachment = "unixgram"\\n'
  + 'socket = "' + bottle.socket + '"'
`,
    folders: slugs(size)
      .map((slug) => `out/${slug}\n`)
      .join(''),
    'agent.libsonnet': `${JSON.stringify(environment, null, 2)}\n`,
    ...Object.fromEntries(
      slugs(size).map((slug) => [
        `bottles/${slug}.jsonnet`,
        `local agent = import '../agent.libsonnet';

{
  slug: '${slug}',
  command: ['claude', '--dangerously-skip-permissions'],
  env: agent + { TASK: '${taskOf(slug)}', WORKSPACE: '/work/${slug}' },
  socket: '/run/claude-bottle/${slug}/gvproxy.sock',
}
`,
      ]),
    ),
    'main.jsonnet': `local render = import 'bottle.libsonnet';
local bottles = [
${slugs(size)
  .map((slug) => `  import 'bottles/${slug}.jsonnet',\n`)
  .join('')}];

{ [bottle.slug + '/Smolfile']: render(bottle) for bottle in bottles }
`,
  }),
  command: (folder) => ['sh', '-c', makeAndRun, folder],
}

/** Whether a program is installed that npm does not install. */
function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
}

export const peers: readonly Peer[] = [
  pkl,
  python,
  cdk8s,
  projen,
  ...(isInstalled('jsonnet') ? [jsonnet] : []),
]
