import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { program, run } from '../support/command.ts'
import { bottleSource, makeSharedProject, writeProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Writes at the end what a process has loaded: files of code, and Node.js's own modules. */
const listing = `const { Session } = require('node:inspector')
const session = new Session()
session.connect()
const files = new Map()
session.on('Debugger.scriptParsed', ({ params: { url, length } }) => {
  if (!url.startsWith('node:')) files.set(url, length)
})
session.post('Debugger.enable')
const before = new Set(process.moduleLoadList)
process.on('exit', () => {
  const added = process.moduleLoadList.filter((name) => !before.has(name))
  const builtins = added.flatMap((name) => /^NativeModule ((?!internal).*)$/.exec(name)?.[1] ?? [])
  const native = Object.keys(require.cache).filter((path) => path.endsWith('.node'))
  const loaded = { files: [...files, ...native.map((path) => [path, 0])], builtins }
  require('node:fs').writeFileSync(process.env.LOADED_FILE, JSON.stringify(loaded))
})
`

/** What a run does with which nothing is wrong, and no more of the package than the run takes. */
describe('what a run loads', () => {
  const project = makeSharedProject({
    'bottles/demo.bottle.ts': bottleSource('demo'),
    'listing.cjs': listing,
  })
  const preload = join(project, 'listing.cjs')

  function load(...argv: readonly string[]) {
    const loadedFile = join(project, 'loaded.json')
    const all = ['--require', preload, program, ...argv, '--project', project]
    const env = { LOADED_FILE: loadedFile, HOME: project }
    const { status, stdout, stderr } = run(process.execPath, all, { env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { files, builtins } = JSON.parse(readFileSync(loadedFile, 'utf8'))
    const own = (files as [string, number][])
      .map(([url, size]) => ({ path: url.startsWith('file:') ? fileURLToPath(url) : url, size }))
      .filter(({ path }) => path !== preload && path !== '')
    return {
      stdout,
      paths: own.map(({ path }) => relative(root, path)),
      size: own.reduce((sum, { size }) => sum + size, 0),
      builtins,
    }
  }

  const packagesOf = (paths: readonly string[]) =>
    new Set(paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))

  beforeAll(() => {
    expect(load('synth', '--no-types').stdout).toContain('1 created')
  })

  it('is of packages the native parser alone where bottles are evaluated', () => {
    writeProject(project, { 'bottles/other.bottle.ts': bottleSource('other') })
    const { stdout, paths, builtins } = load('synth', '--no-types')
    expect(stdout).toContain('1 created')
    expect([...packagesOf(paths)]).toEqual([expect.stringMatching(/^@oxc-parser\/binding-/)])
    // Nor is the sandbox started.
    expect(builtins).not.toContain('worker_threads')
  })

  it.each(['synth', 'check'])('is no package where nothing has changed: %s', (command) => {
    const { paths, size, builtins } = load(command, '--no-types')
    expect([...packagesOf(paths)]).toEqual([])
    expect(size).toBeLessThan(850_000)
    for (const late of ['child_process', 'worker_threads', 'readline', 'perf_hooks'])
      expect(builtins).not.toContain(late)
  })
})
