import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files by their paths. */
export type Files = Readonly<Record<string, string>>

/** The slugs of a project of `size` bottles. */
export function slugs(size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) => `agent-${String(index).padStart(5, '0')}`)
}

/** The task of a bottle, as its one number: what an edit changes. */
export function taskOf(slug: string): number {
  return Number(slug.slice('agent-'.length))
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
  }
}

/** The bottle file of `slug`, like those that people write: a preset, variables, a command. */
export function bottleFile(slug: string, task = taskOf(slug)): string {
  return `import { bottle, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

export default bottle('${slug}')
  .use(agent)
  .env({ TASK: ${task}, WORKSPACE: '/work/${slug}' })
  .command('claude', '--dangerously-skip-permissions')
  .net(gvproxy('/run/claude-bottle/${slug}/gvproxy.sock'))
`
}

/** A project of bottleworks with `size` bottles. */
export function bottleworksProject(size: number): Files {
  const files = slugs(size).map((slug) => [`bottles/${slug}.bottle.ts`, bottleFile(slug)])
  return {
    ...Object.fromEntries(files),
    'bottles/presets/agent.ts': `import { type BottleBuilder, viaGateway } from 'bottleworks'

export const agent = (builder: BottleBuilder) =>
  builder.use(viaGateway({ ca: '/etc/claude-bottle/ca.pem' })).env({ TERM: 'xterm-256color' })
`,
  }
}
