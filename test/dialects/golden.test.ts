import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
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
const vectors: readonly Vector[] = JSON.parse(readFileSync(file, 'utf8'))

/** As few projects as can be: a slug and a socket are each unique in one. */
function groupVectors(): readonly (readonly Vector[])[] {
  const groups: Vector[][] = []
  for (const vector of vectors) {
    const isFree = (group: readonly Vector[]) =>
      group.every(({ slug, socket }) => slug !== vector.slug && socket !== vector.socket)
    const group = groups.find(isFree)
    if (group === undefined) groups.push([vector])
    else group.push(vector)
  }
  return groups
}

function sourceOf({ slug, env, command, socket }: Vector): string {
  const argv = command === undefined ? '' : `.command(...${JSON.stringify(command)})`
  const isUnseen = /[\u00a0\u2028\ufeff]/.test(JSON.stringify(env))
  const codes = ['BW017', ...(isUnseen ? ['BW036'] : [])]
  const accepted = codes.map((code) => `.acknowledge('${code}', 'a golden vector')`).join('')
  return `import { bottle, gvproxy } from 'bottleworks'
export default bottle(${JSON.stringify(slug)}).env(${JSON.stringify(env)})${argv}.net(gvproxy(${JSON.stringify(socket)}))${accepted}
`
}

describe('the claude-bottle dialect', () => {
  const projects = new Map<string, string>()

  beforeAll(() => {
    for (const group of groupVectors()) {
      const project = mkdtempSync(join(tmpdir(), 'golden-'))
      for (const vector of group) {
        projects.set(vector.name, project)
        writeProject(project, { [`bottles/${vector.slug}.bottle.ts`]: sourceOf(vector) })
      }
      expect(bottle(['synth', '--no-types', '--project', project]).stderr).toBe('')
    }
  })

  afterAll(() => {
    for (const project of new Set(projects.values())) rmSync(project, { recursive: true })
  })

  it.each(vectors)('writes the golden vector $name byte for byte', ({ name, slug, smolfile }) => {
    const path = join(projects.get(name) ?? '', 'smolfiles', slug, 'Smolfile')
    expect(readFileSync(path, 'utf8')).toBe(smolfile)
  })
})
