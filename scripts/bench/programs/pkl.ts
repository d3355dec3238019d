import { join } from 'node:path'
import type { Command, Program } from '../subject.ts'
import { definitions, shared, socketOf } from '../task.ts'

const template = `slug: String
command: List<String> = List("sleep", "infinity")
env: Mapping<String, String>
socket: String

const local function quote(text: String): String =
  "\\"" + text.replaceAll("\\\\", "\\\\\\\\").replaceAll("\\"", "\\\\\\"") + "\\""
const local function list(items: List<String>): String =
  "[" + items.map((each) -> quote(each)).join(", ") + "]"
local lines: List<String> =
  env.toMap().entries.toList().sortBy((each) -> each.key).map((each) -> "\\(each.key)=\\(each.value)")

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
`

function definition(slug: string, task: number): readonly [string, string] {
  const text = `amends "../Bottle.pkl"
import "../agent.pkl"

slug = "${slug}"
command = List("claude", "--dangerously-skip-permissions")
env {
  ...agent.env
  ["TASK"] = "${task}"
  ["WORKSPACE"] = "/work/${slug}"
}
socket = "${socketOf(slug)}"
`
  return [`bottles/${slug}.pkl`, text]
}

/** Pkl, by a command that evaluates modules. */
export function pkl(name: string, note: string, start: Command, most?: number): Program {
  const [file, ...argv] = start
  return {
    name,
    note,
    ...(most === undefined ? {} : { most }),
    definition,
    files: (slugs) => ({
      'Bottle.pkl': template,
      'agent.pkl': `env: Mapping<String, String> = new {\n${Object.entries(shared)
        .map(([variable, value]) => `  ["${variable}"] = "${value}"\n`)
        .join('')}}\n`,
      ...definitions(slugs, definition),
    }),
    command: (folder, slugs) => [
      file,
      ...argv,
      'eval',
      '-m',
      join(folder, 'out'),
      ...slugs.map((slug) => join(folder, `bottles/${slug}.pkl`)),
    ],
  }
}
