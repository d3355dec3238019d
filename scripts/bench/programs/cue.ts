import type { Program } from '../subject.ts'
import { definitions, shared, socketOf } from '../task.ts'

const template = `package bottles

import (
	"encoding/json"
	"list"
	"strings"
)

#Bottle: {
	slug: string
	command: [...string]
	env: [string]: string
	socket: string
}

bottles: [Slug=string]: #Bottle & {slug: Slug}

#agent: {
${Object.entries(shared)
  .map(([name, value]) => `\t${name}: ${JSON.stringify(value)}\n`)
  .join('')}}

texts: {
	for slug, bottle in bottles {
		(slug): """
			name = \\(json.Marshal("claude-bottle-" + slug))
			command = [\\(strings.Join([for each in bottle.command {json.Marshal(each)}], ", "))]
			env = [\\(strings.Join(list.SortStrings([for name, value in bottle.env {json.Marshal("\\(name)=\\(value)")}]), ", "))]

			[[net]]
			type = "virtio-net"
			attachment = "unixgram"
			socket = \\(json.Marshal(bottle.socket))

			"""
	}
}
`

/** What writes several files in one process is a command of the package. */
const tool = `package bottles

import "tool/file"

command: synth: {
	for slug, text in texts {
		(slug): {
			folder: file.MkdirAll & {path: "out/\\(slug)"}
			write: file.Create & {
				$after:   folder
				filename: "out/\\(slug)/Smolfile"
				contents: text
			}
		}
	}
}
`

function definition(slug: string, task: number): readonly [string, string] {
  const text = `package bottles

bottles: "${slug}": {
	command: ["claude", "--dangerously-skip-permissions"]
	env: {
		#agent
		TASK:      "${task}"
		WORKSPACE: "/work/${slug}"
	}
	socket: "${socketOf(slug)}"
}
`
  return [`${slug}.cue`, text]
}

export function cue(program: string): Program {
  return {
    name: 'CUE',
    note: 'a native binary; `cue cmd`, with a task a file',
    definition,
    files: (slugs) => ({
      'cue.mod/module.cue': 'module: "bench.example/bottles"\nlanguage: version: "v0.17.0"\n',
      'bottle.cue': template,
      'synth_tool.cue': tool,
      ...definitions(slugs, definition),
    }),
    // It takes the module from the current folder, and has no option for another.
    command: (folder) => ['sh', '-c', 'cd "$0" && exec "$1" cmd synth', folder, program],
  }
}
