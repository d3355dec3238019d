import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Files } from './subject.ts'
import { definitions, socketOf, taskOf } from './task.ts'

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
  }
}

/** The bottle file of `slug`, like those that people write: a preset, variables, a command. */
export function bottleFile(slug: string, task = taskOf(slug)): readonly [string, string] {
  const text = `import { bottle, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

export default bottle('${slug}')
  .use(agent)
  .env({ TASK: ${task}, WORKSPACE: '/work/${slug}' })
  .command('claude', '--dangerously-skip-permissions')
  .net(gvproxy('${socketOf(slug)}'))
`
  return [`bottles/${slug}.bottle.ts`, text]
}

/**
 * A project of bottleworks, with which nothing is wrong: what is behind the sockets is accepted, since
 * a gateway of each bottle's own would be another file that is written.
 */
export function bottleworksProject(slugs: readonly string[]): Files {
  return {
    ...definitions(slugs, bottleFile),
    ...preset(".acknowledge('BW017', 'the host starts gvproxy with an address of its own')"),
  }
}

/** The preset of all bottles, with calls of its own. */
export function preset(calls = ''): Files {
  const text = `import { type BottleBuilder, viaGateway } from 'bottleworks'

export const agent = (builder: BottleBuilder) =>
  builder
    .use(viaGateway({ ca: '/etc/claude-bottle/ca.pem' }))
    .env({ TERM: 'xterm-256color' })
    ${calls}
`
  return { 'bottles/presets/agent.ts': text }
}
