import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject } from '../support/project.ts'

const demo = { 'bottles/demo.bottle.ts': bottleSource('demo') }

/** What `bottle list` says in `cwd`. */
function list(cwd: string, ...argv: readonly string[]) {
  const { status, stdout, stderr } = bottle(['list', ...argv], { cwd })
  return { status, isFound: stdout.includes('demo'), stderr: stderr.trim() }
}

describe('without --project', () => {
  it('is the current folder when it holds bottles, and nothing is said', () => {
    const project = makeProject(demo)
    expect(list(project)).toEqual({ status: 0, isFound: true, stderr: '' })
  })

  it.each(['bottles', 'bottles/presets/deep', 'src'])('is found from %s, and named', (folder) => {
    const project = realpathSync(makeProject(demo))
    const cwd = join(project, folder)
    mkdirSync(cwd, { recursive: true })
    expect(list(cwd)).toEqual({ status: 0, isFound: true, stderr: `project: ${project}` })
  })

  it('is found by its configuration, wherever that looks for bottles', () => {
    const files = { 'agents/demo.bottle.ts': bottleSource('demo') }
    for (const configuration of [
      { 'bottleworks.config.json': '{ "bottles": "agents" }' },
      { 'package.json': '{ "bottleworks": { "bottles": "agents" } }' },
    ]) {
      const project = makeProject({ ...files, ...configuration })
      expect(list(join(project, 'agents'))).toMatchObject({ status: 0, isFound: true })
    }
  })

  it('is not looked for beyond the root of a repository, which may be it', () => {
    const outer = makeProject({ ...demo, 'inner/file': '', 'inner/deep/file': '' })
    initRepository(join(outer, 'inner'))
    expect(list(join(outer, 'inner/deep'))).toMatchObject({ status: 1, isFound: false })
    expect(list(join(outer, 'inner'))).toMatchObject({ status: 1, isFound: false })
    mkdirSync(join(outer, '.git'))
    mkdirSync(join(outer, 'other'))
    expect(list(join(outer, 'other'))).toMatchObject({ status: 0, isFound: true })
  })

  it.skipIf(process.getuid?.() !== 0)('is not looked for where another user could put one', () => {
    const outer = makeProject({ ...demo, 'inner/file': '' })
    const inner = join(outer, 'inner')
    expect(list(inner)).toMatchObject({ status: 0, isFound: true })
    chownSync(outer, 65_534, 65_534)
    expect(list(inner)).toMatchObject({ status: 1, isFound: false })
    chownSync(outer, 0, 0)
    chmodSync(outer, 0o1777)
    expect(list(inner)).toMatchObject({ status: 1, isFound: false })
    chmodSync(outer, 0o755)
    chownSync(join(outer, 'bottles'), 65_534, 65_534)
    expect(list(inner)).toMatchObject({ status: 1, isFound: false })
  })

  it('is the nearest one, although its configuration cannot be read', () => {
    const files = { 'inner/b2/demo.bottle.ts': bottleSource('demo'), 'inner/deep/file': '' }
    for (const text of ['\ufeff{ "bottleworks": { "bottles": "b2" } }', '{ "bottleworks": {']) {
      const outer = realpathSync(makeProject({ ...demo, ...files, 'inner/package.json': text }))
      const { status, stderr } = list(join(outer, 'inner/deep'))
      expect(stderr).toContain(`project: ${outer}/inner`)
      expect(status).toBe(text.endsWith('}') ? 0 : 1)
    }
  })

  it('is looked for past what cannot be looked at', () => {
    const outer = makeProject({ 'inner/file': '' })
    symlinkSync('bottles', join(outer, 'bottles'))
    expect(list(join(outer, 'inner'))).toMatchObject({ status: 1, isFound: false })
  })

  it.skipIf(!existsSync('/dev/shm'))('is not looked for on another file system', () => {
    // The root of a file system has nothing above it that a search may look into.
    const project = makeProject({ file: '' }, '/dev/shm')
    expect(list(project)).toMatchObject({ status: 1, isFound: false })
  })
})

describe('with --project', () => {
  it('is exactly that folder: nothing is looked for', () => {
    const project = makeProject({ ...demo, 'sub/file': '' })
    expect(list(project, '--project', 'sub')).toMatchObject({ status: 1, isFound: false })
    expect(list(join(project, 'sub'), '--project', '.')).toMatchObject({ status: 1 })
  })
})

it('is begun by init where one stands', () => {
  const outer = makeProject({ ...demo, 'inner/file': '' })
  expect(bottle(['init'], { cwd: join(outer, 'inner') }).status).toBe(0)
  expect(existsSync(join(outer, 'inner/bottles/demo.bottle.ts'))).toBe(true)
  expect(existsSync(join(outer, 'package.json'))).toBe(false)
})

describe('new and init, in the folder of the bottles', () => {
  it('write into the project and do not nest', () => {
    const project = makeProject(demo)
    const cwd = join(project, 'bottles')
    expect(bottle(['new', 'inner'], { cwd }).status).toBe(0)
    expect(existsSync(join(project, 'bottles/inner.bottle.ts'))).toBe(true)
    expect(bottle(['init'], { cwd }).status).toBe(0)
    expect(existsSync(join(project, 'tsconfig.json'))).toBe(true)
    expect(existsSync(join(cwd, 'bottles'))).toBe(false)
  })
})

it('says on Windows that it runs in WSL', () => {
  const { status, stderr } = bottle(['list'], {
    env: {
      NODE_OPTIONS:
        '--import="data:text/javascript,Object.defineProperty(process,%22platform%22,{value:%22win32%22})"',
    },
  })
  expect({ status, stderr }).toEqual({
    status: 64,
    stderr: 'bottleworks runs on Linux and macOS; on Windows, run it in WSL\n',
  })
})
