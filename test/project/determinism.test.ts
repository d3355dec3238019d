import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { awkwardProject } from '../support/awkward-project.ts'
import { bottle, program, type RunOptions, run } from '../support/command.ts'
import { type Files, makeProject, makeSharedProject, memory } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const argv = ['synth', '--json']

function reversed(files: Files): Files {
  return Object.fromEntries(Object.entries(files).reverse())
}

describe('the same source gives the same bytes', () => {
  const project = makeSharedProject(awkwardProject)
  let stdout = ''
  let files: Files = {}

  beforeAll(() => {
    const finished = bottle([...argv, '--project', project])
    expect(finished).toMatchObject({ status: 0, stderr: '' })
    stdout = finished.stdout
    files = readFiles(join(project, 'smolfiles'))
    expect(Object.keys(files)).toHaveLength(44)
    expect(files['locale/Smolfile']).toContain('TIME=Thu Jan 01 1970 00:00:00 GMT+0000')
  })

  /** Synthesizes a copy of the project, and compares all that comes out. */
  function expectSame(
    copy: string,
    { cwd = copy, ...options }: RunOptions = {},
    path = '.',
    start = bottle,
  ): void {
    const finished = start([...argv, '--project', path], { cwd, ...options })
    expect(finished).toEqual({ status: 0, stdout, stderr: '' })
    expect(readFiles(join(copy, 'smolfiles'))).toEqual(files)
  }

  it('in another folder', () => {
    const copy = makeProject({ ...awkwardProject, 'elsewhere/notes.txt': '' })
    expectSame(copy, { cwd: join(copy, 'elsewhere') }, '..')
  })

  it('through a link to the project', () => {
    const copy = makeProject(awkwardProject)
    const link = join(makeProject(), 'link')
    symlinkSync(copy, link)
    expectSame(copy, { cwd: '/' }, link)
  })

  it.each<[string, NodeJS.ProcessEnv]>([
    ['another time zone', { TZ: 'Pacific/Kiritimati' }],
    ['another language', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' }],
    ['another home', { HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent', TMPDIR: '/dev' }],
    [
      'other variables',
      { NODE_ENV: 'production', DEBUG: '*', CI: 'true', HTTP_PROXY: 'http://x', BOTTLE: '1' },
    ],
    ['another width and depth of the terminal', { COLUMNS: '20', LINES: '5', FORCE_COLOR: '3' }],
  ])('with %s in the environment', (_title, env) => {
    expectSame(makeProject(awkwardProject), { env })
  })

  it.each(['000', '077'])('with umask %s', (umask) => {
    const start = (more: readonly string[], options: RunOptions = {}) =>
      run(
        'sh',
        ['-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, program, ...more],
        options,
      )
    expectSame(makeProject(awkwardProject), {}, '.', start)
  })

  it('when the files were made in another order', () => {
    // A file system in memory lists them in that order.
    expectSame(makeProject(reversed(awkwardProject), memory))
    expectSame(makeProject(awkwardProject, memory))
  })
})
