import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commit, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { makeProject } from '../support/project.ts'

const root = new URL('../..', import.meta.url).pathname

/** The commands below a heading of the README. */
function commandsBelow(heading: string): readonly string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, block = ''] = readme.split(`## ${heading}\n`)[1]?.split('```') ?? []
  return block.split('\n').slice(1, -1)
}

it('changes a line of the examples as the README says, and undoes it', () => {
  const project = makeProject()
  for (const name of ['bottles', 'policies', 'smolfiles', 'package.json']) {
    cpSync(join(root, name), join(project, name), { recursive: true })
  }
  initRepository(project)
  commit(project)
  const git = (...argv: readonly string[]) =>
    execFileSync('git', argv, { cwd: project, encoding: 'utf8' })
  const said = commandsBelow('Change a line and see').map((line) => {
    const [program, ...words] = line.split(' ')
    if (program === 'git') return git(...words)
    const [, name = '', , ...rest] = words
    const { status, stdout, stderr } = bottle([name, ...rest, '--project', project])
    expect([line, status, stderr.includes('error')]).toEqual([line, 0, false])
    return stdout
  })
  const [edited = '', diff, synth, shown] = said
  expect(edited).toContain('edited bottles/coder.bottle.ts')
  expect(diff).toContain('network.allow_hosts  + "pypi.org"')
  expect(synth).toContain('update smolfiles/coder/Smolfile')
  expect(shown).toMatch(/^\+.*"pypi\.org"/m)
  expect(git('status', '--short')).toBe('')
})
