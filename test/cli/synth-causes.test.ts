import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { makeProject, writeProject } from '../support/project.ts'

function git(folder: string, ...argv: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...who, ...argv], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
}

function commit(folder: string): void {
  git(folder, 'add', '-A')
  git(folder, 'commit', '-qm', 'x')
}

/** Synthesizes, and returns what is said of each Smolfile that is written. */
function synth(project: string, ...more: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = bottle(['synth', '--project', project, ...more])
  expect(status, stderr).toBe(0)
  return stdout.split('\n').filter((line) => line.startsWith('update'))
}

/** Writes a Smolfile and its manifest as an older version of the tool might have. */
function age(project: string, slug: string): void {
  const path = join(project, 'smolfiles', slug, 'Smolfile')
  const manifest = join(project, 'smolfiles', slug, 'manifest.json')
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const now = readFileSync(path, 'utf8')
  const old = `# older\n${now}`
  writeFileSync(path, old)
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(hash(now), hash(old)))
}

const machine = (slug: string, rest: string, more = '') =>
  `import { machine } from 'bottleworks'\n${more}export default machine('${slug}')${rest}\n`

/** A repository with a project in a folder of it, as an older tool has left it. */
function olderProject(prefix = ''): { readonly root: string; readonly project: string } {
  const root = makeProject({
    [`${prefix}bottles/a.bottle.ts`]: machine('a', '.cpus(1)'),
    [`${prefix}bottles/b.bottle.ts`]: machine('b', '.cpus(2)'),
    [`${prefix}bottles/c.bottle.ts`]: machine(
      'c',
      '.cpus(size)',
      "import { size } from './size.ts'\n",
    ),
    [`${prefix}bottles/size.ts`]: 'export const size = 3\n',
  })
  const project = join(root, prefix)
  git(root, 'init', '-q')
  synth(project)
  for (const slug of ['a', 'b', 'c']) age(project, slug)
  commit(root)
  return { root, project }
}

const byTool = (slug: string) =>
  `update smolfiles/${slug}/Smolfile (the tool has changed, its source has not)`
const bySource = (slug: string) => `update smolfiles/${slug}/Smolfile (its source has changed)`
const unknown = (slug: string, why: string) =>
  `update smolfiles/${slug}/Smolfile (not known whether its source or the tool has changed: ${why})`

describe('what changed a Smolfile that synth updates', () => {
  it.each(['', 'sub/folder/'])('is told by the commit that has it, in %j', (prefix) => {
    const { root, project } = olderProject(prefix)
    writeProject(project, { 'bottles/size.ts': 'export const size = 4\n' })
    expect(synth(project)).toEqual([byTool('a'), byTool('b'), bySource('c')])
    expect(synth(project)).toEqual([])
    commit(root)
    writeProject(project, { 'bottles/a.bottle.ts': machine('a', '.cpus(5)') })
    expect(synth(project)).toEqual([bySource('a')])
  })

  it('is its source when that was committed without it', () => {
    const { root, project } = olderProject()
    writeProject(project, { 'bottles/a.bottle.ts': machine('a', '.cpus(5)') })
    commit(root)
    writeProject(project, { 'notes.txt': 'later\n' })
    commit(root)
    expect(synth(project)).toEqual([bySource('a'), byTool('b'), byTool('c')])
  })

  it('is looked up through merges', () => {
    const { root, project } = olderProject()
    git(root, 'checkout', '-qb', 'side')
    writeProject(project, { 'bottles/a.bottle.ts': machine('a', '.cpus(6)') })
    synth(project)
    commit(root)
    git(root, 'checkout', '-q', '-')
    writeProject(project, { 'bottles/a.bottle.ts': machine('a', '.cpus(7)') })
    synth(project)
    commit(root)
    expect(() => git(root, 'merge', '-q', 'side')).toThrow()
    writeProject(project, { 'bottles/a.bottle.ts': machine('a', '.cpus(8)') })
    synth(project, '--force')
    age(project, 'a')
    commit(root)
    expect(synth(project)).toEqual([byTool('a')])
  })

  it('is not known where the Smolfile from before is in no commit, or was edited', () => {
    const { project } = olderProject()
    age(project, 'a')
    writeFileSync(join(project, 'smolfiles/b/Smolfile'), 'cpus = 9\n')
    expect(synth(project, '--force')).toEqual([
      unknown('a', 'no commit has what was there'),
      unknown('b', 'it was edited by hand'),
      byTool('c'),
    ])
  })

  it('is not known in a shallow clone, nor before the first commit', () => {
    const { root } = olderProject()
    const clone = makeProject()
    git(clone, 'clone', '-q', '--depth', '1', `file://${root}`, 'it')
    expect(synth(join(clone, 'it'))).toEqual(
      ['a', 'b', 'c'].map((slug) => unknown(slug, 'the clone is shallow')),
    )
    const fresh = makeProject({ 'bottles/a.bottle.ts': machine('a', '.cpus(1)') })
    git(fresh, 'init', '-q')
    synth(fresh)
    age(fresh, 'a')
    expect(synth(fresh)).toEqual([unknown('a', 'no commit has what was there')])
  })

  it('is not asked outside of a repository', () => {
    const project = makeProject({ 'bottles/a.bottle.ts': machine('a', '.cpus(1)') })
    synth(project)
    writeProject(project, { 'bottles/a.bottle.ts': machine('a', '.cpus(2)') })
    expect(synth(project)).toEqual(['update smolfiles/a/Smolfile'])
  })

  it('does not go by ends of lines', () => {
    const { root, project } = olderProject()
    git(root, 'config', 'core.autocrlf', 'true')
    const path = join(project, 'bottles/a.bottle.ts')
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'))
    expect(synth(project)).toContain(byTool('a'))
  })

  it('is in the JSON document', () => {
    const { project } = olderProject()
    writeProject(project, { 'bottles/b.bottle.ts': machine('b', '.cpus(5)') })
    const { stdout } = bottle(['synth', '--project', project, '--json'])
    const { bottles } = JSON.parse(stdout)
    expect(bottles).toEqual([
      { slug: 'a', path: 'smolfiles/a/Smolfile', state: 'updated', cause: 'tool' },
      { slug: 'b', path: 'smolfiles/b/Smolfile', state: 'updated', cause: 'source' },
      { slug: 'c', path: 'smolfiles/c/Smolfile', state: 'updated', cause: 'tool' },
    ])
    const again = bottle(['synth', '--project', project, '--json']).stdout
    expect(again).not.toContain('cause')
  })
})
