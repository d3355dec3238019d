import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeProject } from '../support/project.ts'

interface Vector {
  readonly name: string
  readonly slug: string
  readonly socket: string
  readonly env: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  readonly smolfile: string
}

const file = new URL('../golden/claude-bottle.json', import.meta.url)
const program = new URL('../../dist/cli/main.js', import.meta.url).pathname
const vectors: readonly Vector[] = JSON.parse(readFileSync(file, 'utf8'))

/** Every vector in a project of its own: several share a socket, which one project may not. */
describe('the claude-bottle dialect', () => {
  const projects = new Map<string, string>()

  beforeAll(() => {
    for (const { name, slug, env, command, socket } of vectors) {
      const project = mkdtempSync(join(tmpdir(), 'golden-'))
      projects.set(name, project)
      const argv = command === undefined ? '' : `.command(...${JSON.stringify(command)})`
      const source = `import { bottle, gvproxy } from 'bottleworks'
export default bottle(${JSON.stringify(slug)}).env(${JSON.stringify(env)})${argv}.net(gvproxy(${JSON.stringify(socket)}))
`
      writeProject(project, { [`bottles/${slug}.bottle.ts`]: source })
    }
  })

  afterAll(() => {
    for (const project of projects.values()) rmSync(project, { recursive: true })
  })

  it.each(vectors)('writes the golden vector $name byte for byte', ({ name, slug, smolfile }) => {
    const project = projects.get(name) ?? ''
    execFileSync(process.execPath, [program, 'synth', '--project', project])
    expect(readFileSync(join(project, 'smolfiles', slug, 'Smolfile'), 'utf8')).toBe(smolfile)
  })
})
