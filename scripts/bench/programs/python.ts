import { join } from 'node:path'
import type { Program } from '../subject.ts'
import { definitions, shared, socketOf } from '../task.ts'

const main = `"""Imports each definition and writes its Smolfile in the layout of claude-bottle."""
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
`

function definition(slug: string, task: number): readonly [string, string] {
  const text = `from agent import agent

slug = "${slug}"
command = ["claude", "--dangerously-skip-permissions"]
env = {**agent, "TASK": "${task}", "WORKSPACE": "/work/${slug}"}
socket = "${socketOf(slug)}"
`
  return [`bottles/${slug.replaceAll('-', '_')}.py`, text]
}

/** @param interpreter Python itself: what is in the PATH may be a script that looks for it. */
export function python(interpreter: string): Program {
  return {
    name: 'a program of Python',
    note: 'likewise; Python keeps what it has compiled, so only its first run compiles',
    definition,
    files: (slugs) => ({
      'agent.py': `agent = ${JSON.stringify(shared, null, 4)}\n`,
      'bottles/__init__.py': '',
      'main.py': main,
      ...definitions(slugs, definition),
    }),
    command: (folder) => [interpreter, join(folder, 'main.py')],
  }
}
