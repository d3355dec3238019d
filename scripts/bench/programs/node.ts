import { join } from 'node:path'
import type { Files, Program } from '../subject.ts'
import { definitions, shared, socketOf } from '../task.ts'

function definition(slug: string, task: number): readonly [string, string] {
  const text = `import { agent } from '../agent.js'

export default {
  slug: '${slug}',
  command: ['claude', '--dangerously-skip-permissions'],
  env: { ...agent, TASK: '${task}', WORKSPACE: '/work/${slug}' },
  socket: '${socketOf(slug)}',
}
`
  return [`bottles/${slug}.js`, text]
}

const loadAll = `import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const names = readdirSync(new URL('./bottles', import.meta.url)).sort()
const bottles = []
for (const name of names) bottles.push((await import('./bottles/' + name)).default)
const out = new URL('./out', import.meta.url).pathname
const variables = (env) =>
  Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1)).map((each) => each.join('='))
`

const document = `
const document = ({ slug, command, env, socket }) => ({
  name: 'claude-bottle-' + slug,
  command,
  env: variables(env),
  net: [{ type: 'virtio-net', attachment: 'unixgram', socket }],
})
`

const plain = `
const listed = (items) => '[' + items.map((item) => JSON.stringify(item)).join(', ') + ']'
for (const { slug, command, env, socket } of bottles) {
  mkdirSync(out + '/' + slug, { recursive: true })
  writeFileSync(
    out + '/' + slug + '/Smolfile',
    \`name = "claude-bottle-\${slug}"
command = \${listed(command)}
env = \${listed(variables(env))}

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = \${JSON.stringify(socket)}
\`,
  )
}
`

const cdk8sMain = `${document}
const { App, ApiObject, Chart } = createRequire(process.argv[2] + '/')('cdk8s')
const app = new App({ outdir: out })
for (const bottle of bottles) {
  const chart = new Chart(app, bottle.slug)
  new ApiObject(chart, 'bottle', { apiVersion: 'v1', kind: 'Smolfile', spec: document(bottle) })
}
app.synth()
`

const projenMain = `${document}
const { Project, TomlFile } = createRequire(process.argv[2] + '/')('projen')
const project = new Project({ name: 'bench', outdir: out, commitGenerated: true })
for (const bottle of bottles) {
  new TomlFile(project, bottle.slug + '/Smolfile', { obj: document(bottle) })
}
project.synth()
`

function program(name: string, note: string, main: string, modules?: string): Program {
  return {
    name,
    note,
    definition,
    files: (slugs): Files => ({
      'package.json': '{ "type": "module" }\n',
      'agent.js': `export const agent = ${JSON.stringify(shared, null, 2)}\n`,
      'main.js': `${loadAll}${main}`,
      ...definitions(slugs, definition),
    }),
    command: (folder) => [
      process.execPath,
      join(folder, 'main.js'),
      ...(modules === undefined ? [] : [modules]),
    ],
  }
}

export const plainNode: Program = program(
  'a program of Node.js',
  'imports each definition and writes its text: it checks and compares nothing',
  plain,
)

/** @param folder Where it is installed. */
export function cdk8s(folder: string): Program {
  return {
    ...program('cdk8s', 'writes the document as YAML', cdk8sMain, folder),
    hasOwnForm: true,
  }
}

/** @param folder Where it is installed. */
export function projen(folder: string): Program {
  const note = 'writes TOML in a layout of its own, and compares with what is there'
  return { ...program('projen', note, projenMain, folder), hasOwnForm: true }
}
