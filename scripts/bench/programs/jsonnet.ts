import { join } from 'node:path'
import type { Command, Files, Program } from '../subject.ts'
import { definitions, shared, socketOf } from '../task.ts'

/** Both end the text of each file with a line feed of their own. */
const render = `function(bottle)
  'name = ' + std.toString('"claude-bottle-' + bottle.slug) + '"\\n'
  + 'command = ' + std.toString(bottle.command) + '\\n'
  + 'env = ' + std.toString([name + '=' + bottle.env[name] for name in std.objectFields(bottle.env)]) + '\\n\\n'
  + '[[net]]\\ntype = "virtio-net"\\nattachment = "unixgram"\\n'
  + 'socket = "' + bottle.socket + '"'
`

function definition(slug: string, task: number): readonly [string, string] {
  const text = `local agent = import '../agent.libsonnet';

{
  slug: '${slug}',
  command: ['claude', '--dangerously-skip-permissions'],
  env: agent + { TASK: '${task}', WORKSPACE: '/work/${slug}' },
  socket: '${socketOf(slug)}',
}
`
  return [`bottles/${slug}.jsonnet`, text]
}

/** Jsonnet has no computed imports, so one file names all definitions. */
function files(slugs: readonly string[]): Files {
  return {
    'bottle.libsonnet': render,
    'agent.libsonnet': `${JSON.stringify(shared, null, 2)}\n`,
    ...definitions(slugs, definition),
    'main.jsonnet': `local render = import 'bottle.libsonnet';
local bottles = [
${slugs.map((slug) => `  import 'bottles/${slug}.jsonnet',\n`).join('')}];

{ [bottle.slug + '/Smolfile']: render(bottle) for bottle in bottles }
`,
  }
}

export function goJsonnet(program: string): Program {
  return {
    name: 'go-jsonnet',
    note: 'a native binary',
    most: 10_000,
    definition,
    files,
    command: (folder) => [
      program,
      ...['-S', '-c', '-m', join(folder, 'out'), join(folder, 'main.jsonnet')],
    ],
  }
}

const writer = `"""Evaluates main.jsonnet with jrsonnet, and writes each file of it."""
import json
import os

import rjsonnet

root = os.path.dirname(os.path.abspath(__file__))
evaluated = rjsonnet.evaluate_file(os.path.join(root, "main.jsonnet"))
for name, text in json.loads(evaluated).items():
    path = os.path.join(root, "out", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text + "\\n")
`

export function jrsonnet(python: string): Program {
  return {
    name: 'jrsonnet',
    note: 'native code in a program of Python, which writes the files',
    most: 10_000,
    definition,
    files: (slugs) => ({ ...files(slugs), 'main.py': writer }),
    command: (folder): Command => [python, join(folder, 'main.py')],
  }
}
