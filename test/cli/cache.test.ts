import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle, startBottle } from '../support/command.ts'
import { giveToOtherUser, isRoot, otherUser, otherUserCanRun } from '../support/other-user.ts'
import {
  bottleSource,
  makeProject,
  makeSharedProject,
  quietDevice,
  writeProject,
} from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const folder = 'node_modules/.cache/bottleworks'
const file = `${folder}/evaluations`
const loud = `import { bottle, gvproxy } from 'bottleworks'
console.log('from loud')
export default bottle('loud').env({ NO_PROXY: '*' })${quietDevice('/run/loud.sock')}
`
const loudWarning = `loud: from loud
bottles/loud.bottle.ts:3:31 warning BW032: NO_PROXY is "*": "*" goes around the gateway for every host
     3 │ export default bottle('loud').env({ NO_PROXY: '*' })${quietDevice('/run/loud.sock')}
       │                               ^
  hint: list the hosts by name
1 warning
`

/** A bottle file that the sandbox evaluates, since it is more than an expression. */
function loopSource(slug: string, calls?: string): string {
  return `${bottleSource(slug, calls)}while (false) {\n}\n`
}

const files = {
  'bottles/a.bottle.ts': bottleSource('a'),
  'bottles/loud.bottle.ts': loud,
  'node_modules/.keep': '',
}

/** Runs `bottle`, without the types, and gives what does not differ from run to run. */
function run(project: string, argv: readonly string[], options = {}) {
  const finished = bottle([...argv, '--no-types', '--project', project], options)
  return { ...finished, stdout: untimed(finished.stdout) }
}

function untimed(stdout: string): string {
  return stdout.replace(/in \d+\.\d\d s/, 'in N s')
}

describe('the cache of evaluations', () => {
  it('is used and kept by synth and check, and says the same as --no-cache', () => {
    const project = makeProject(files)
    expect(run(project, ['synth', '--no-cache']).status).toBe(0)
    expect(existsSync(join(project, 'node_modules/.cache'))).toBe(false)
    for (const command of ['synth', 'check']) {
      rmSync(join(project, 'node_modules/.cache'), { recursive: true, force: true })
      const without = run(project, [command, '--no-cache'])
      expect(without).toMatchObject({ status: 0, stderr: loudWarning })
      const cold = run(project, [command])
      const before = statSync(join(project, file))
      const warm = run(project, [command])
      expect([cold, warm]).toEqual([without, without])
      // What is known already is not written again.
      expect(statSync(join(project, file)).ino).toBe(before.ino)
    }
  })

  it('is not what --no-cache reads or writes', () => {
    const project = makeProject(files)
    run(project, ['synth'])
    const before = readFileSync(join(project, file))
    writeProject(project, { 'bottles/a.bottle.ts': bottleSource('a', ".net(gvproxy('/run/x'))") })
    expect(run(project, ['synth', '--no-cache']).stdout).toContain('update smolfiles/a/Smolfile')
    expect(readFileSync(join(project, file))).toEqual(before)
  })

  it('does not change what is wrong with a bottle, nor the exit code', () => {
    const bad = { 'bottles/bad.bottle.ts': bottleSource('bad', ".net(gvproxy('bad.sock'))") }
    const project = makeProject({ ...files, ...bad, 'bottles/worse.bottle.ts': 'const = 1\n' })
    const without = run(project, ['synth', '--no-cache'])
    expect(without.status).toBe(1)
    expect([run(project, ['synth']), run(project, ['synth'])]).toEqual([without, without])
    rmSync(join(project, file))
    execFileSync('mkfifo', [join(project, file)])
    expect(run(project, ['synth'])).toEqual(without)
  })

  it('does not keep types from being checked', () => {
    const project = makeProject(files)
    expect(run(project, ['synth']).status).toBe(0)
    writeProject(project, { 'tsconfig.json': '{ "compilerOptions": { "noUnusedLocals": true } }' })
    const { status, stderr } = bottle(['synth', '--project', project])
    expect(status).toBe(1)
    expect(stderr).toContain('bottles/a.bottle.ts:1:18 error BW105: TS6133')
  })
})

describe('several processes at once', () => {
  const project = makeSharedProject({ 'node_modules/.keep': '' })
  const slugs = Array.from({ length: 12 }, (_, index) => `b${index}`)

  it('give the right tree each time, and leave a whole cache and no temporary file', async () => {
    for (const round of [0, 1]) {
      for (const [index, slug] of slugs.entries()) {
        if (round > 0 && index % 3 === 0) continue
        const calls = `.env({ ROUND: ${round} })${quietDevice(`/run/${slug}.sock`)}`
        writeProject(project, { [`bottles/${slug}.bottle.ts`]: loopSource(slug, calls) })
      }
      const outs = Array.from({ length: 6 }, (_, index) => `out-${index}`)
      const ended = await Promise.all(
        outs.map((out) => {
          const argv = ['synth', '--project', project, '--no-types', '--out', out]
          return startBottle(argv).finished
        }),
      )
      for (const { status, stderr } of ended)
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      const trees = outs.map((out) => readFiles(join(project, out)))
      for (const tree of trees) expect(tree).toEqual(trees[0])
      run(project, ['synth', '--no-cache', '--out', 'expected'])
      expect(trees[0]).toEqual(readFiles(join(project, 'expected')))
      expect(readdirSync(join(project, folder))).toEqual(['evaluations'])
    }
    // A whole cache is not written again.
    const before = statSync(join(project, file)).ino
    expect(run(project, ['synth', '--out', 'expected']).status).toBe(0)
    expect(statSync(join(project, file)).ino).toBe(before)
  })
})

describe.skipIf(!otherUserCanRun)('where the user may not write', () => {
  const user = (place: string) => ({
    ...otherUser,
    env: { XDG_CACHE_HOME: join(place, 'x/cache'), XDG_DATA_HOME: join(place, 'x/data') },
  })

  /** A folder with a project, and beside it what the tool keeps of the user. */
  function makeTheirs(): string {
    const place = makeProject()
    mkdirSync(join(place, 'x'))
    const project = join(place, 'project')
    writeProject(project, files)
    const theirs = ['project/bottles', 'project/node_modules', 'project', 'x']
    giveToOtherUser(place, ...theirs.map((name) => join(place, name)))
    return place
  }

  it.each<[string, string, number]>([
    ['the folder of the cache', `project/${folder}`, 0o555],
    ['the folder of caches', 'project/node_modules', 0o555],
    ['the cache', `project/${file}`, 0o000],
    ['the folder of the key', 'x/data/bottleworks-nodejs', 0o000],
    ['the key', 'x/data/bottleworks-nodejs/cache.key', 0o000],
  ])('%s, synth does its work all the same', (_, closed, mode) => {
    const place = makeTheirs()
    const project = join(place, 'project')
    if (closed !== 'project/node_modules') run(project, ['synth'], user(place))
    chmodSync(join(place, closed), mode)
    writeProject(project, { 'bottles/a.bottle.ts': bottleSource('a', quietDevice('/run/x')) })
    const { status, stderr } = run(project, ['synth'], user(place))
    expect({ status, stderr }).toEqual({ status: 0, stderr: loudWarning })
    expect(readFileSync(join(project, 'smolfiles/a/Smolfile'), 'utf8')).toContain('"/run/x"')
    chmodSync(join(place, closed), 0o755)
    const left = readdirSync(place, { recursive: true, encoding: 'utf8' })
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('home is no folder, and neither the cache nor the key has a place', () => {
    const project = makeProject({ 'bottles/a.bottle.ts': bottleSource('a') })
    writeFileSync(join(project, 'home'), '')
    const env = { HOME: join(project, 'home'), XDG_CACHE_HOME: '', XDG_DATA_HOME: '' }
    expect(run(project, ['synth'], { env })).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(join(project, 'home'), 'utf8')).toBe('')
  })
})

describe('without a folder of the user that is safe', () => {
  const unset = { XDG_CACHE_HOME: undefined, XDG_DATA_HOME: undefined }
  const good = loopSource('a')

  /** A folder with a project, whose commands run in it, and all that is there after one of them. */
  function remains(
    env: (place: string) => NodeJS.ProcessEnv,
    prepare = (_: string) => {},
    user = {},
  ) {
    const place = makeProject({ 'project/bottles/a.bottle.ts': good, 'home/.keep': '' })
    prepare(place)
    const project = join(place, 'project')
    const options = { cwd: project, env: { ...unset, HOME: undefined, ...env(place) }, ...user }
    for (const command of ['synth', 'check']) {
      const { status, stderr } = bottle([command, '--no-types'], options)
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    }
    const all = readdirSync(place, { recursive: true, encoding: 'utf8', withFileTypes: true })
    const files = all.filter((entry) => entry.isFile())
    const paths = files.map(({ parentPath, name }) => relative(place, join(parentPath, name)))
    return paths.filter((path) => !/^project\/(bottles|smolfiles)\//.test(path)).sort()
  }

  it('keeps the cache and its key in the home of a user who has one', () => {
    const kept = remains((place) => ({ HOME: join(place, 'home') }))
    expect(kept).toEqual([
      expect.stringMatching(/^home\/.cache\/bottleworks-nodejs\/[0-9a-f]{16}\/evaluations$/),
      expect.stringMatching(/^home\/.cache\/bottleworks-nodejs\/[0-9a-f]{16}\/settled$/),
      `home/.cache/bottleworks-nodejs/compiled/plain.cjs-${process.version}-${process.arch}`,
      'home/.keep',
      'home/.local/share/bottleworks-nodejs/cache.key',
    ])
  })

  it.each<[string, (place: string) => NodeJS.ProcessEnv]>([
    ['is empty', () => ({ HOME: '' })],
    ['is relative', () => ({ HOME: 'home' })],
    ['is the current folder', () => ({ HOME: '.' })],
    ['is missing', (place) => ({ HOME: join(place, 'none') })],
    ['is a file', (place) => ({ HOME: join(place, 'home/.keep') })],
    ['is in a file', (place) => ({ HOME: join(place, 'home/.keep/home') })],
    ['is the project', (place) => ({ HOME: join(place, 'project') })],
    ['is in the project', (place) => ({ HOME: join(place, 'project/bottles') })],
    ['is a device', () => ({ HOME: '/dev/null' })],
    ['has too long a name', (place) => ({ HOME: join(place, 'x'.repeat(300)) })],
  ])('keeps nothing where the home %s', (_, env) => {
    expect(remains(env)).toEqual(['home/.keep'])
  })

  it.each<[string, (place: string) => string]>([
    ['is relative', () => 'caches'],
    ['is the current folder', () => '.'],
    ['is in the project', (place) => join(place, 'project/x')],
    ['leads into the project', (place) => join(place, 'link/x')],
    ['is a file', (place) => join(place, 'home/.keep')],
  ])('keeps nothing where XDG_CACHE_HOME and XDG_DATA_HOME %s', (_, at) => {
    const env = (place: string) => ({
      HOME: join(place, 'home'),
      XDG_CACHE_HOME: at(place),
      XDG_DATA_HOME: at(place),
    })
    const link = (place: string) => symlinkSync('project', join(place, 'link'))
    expect(remains(env, link)).toEqual(['home/.keep'])
  })

  // The system says there that there is no parent, although there is.
  it
    .skipIf(!existsSync('/proc/self/fd'))
    .each([
      [{ HOME: '/proc' }],
      [{ HOME: '/proc/self' }],
      [{ XDG_CACHE_HOME: '/proc/x', XDG_DATA_HOME: '/proc/self/fd/x' }],
      [{ XDG_CACHE_HOME: '/sys/none/of/these', XDG_DATA_HOME: '/proc' }],
    ])('keeps nothing where the system makes no folder, and ends: %j', (env) => {
    expect(remains(() => env)).toEqual(['home/.keep'])
  })

  it('keeps nothing in the repository that the project is in', () => {
    const env = (place: string) => ({ HOME: join(place, 'home') })
    expect(remains(env, (place) => mkdirSync(join(place, '.git')))).toEqual(['home/.keep'])
  })

  it.each(['home', 'home/.cache/bottleworks-nodejs'])(
    'keeps nothing where others write to %s',
    (path) => {
      const env = (place: string) => ({ HOME: join(place, 'home') })
      const kept = remains(env, (place) => {
        mkdirSync(join(place, path), { recursive: true })
        chmodSync(join(place, path), 0o777)
      })
      expect(kept).toEqual(['home/.keep'])
    },
  )

  it.skipIf(!isRoot)('keeps nothing in a home that is another user’s', () => {
    const env = (place: string) => ({ HOME: join(place, 'home') })
    const kept = remains(env, (place) => giveToOtherUser(join(place, 'home')))
    expect(kept).toEqual(['home/.keep'])
  })

  it.skipIf(!isRoot || !otherUserCanRun)('works for a user that the system does not know', () => {
    const stranger = { uid: 4242, gid: 4242 }
    const own = (place: string) => {
      for (const path of [place, join(place, 'project')]) chownSync(path, 4242, 4242)
    }
    expect(remains(() => ({}), own, stranger)).toEqual(['home/.keep'])
    const version = bottle(['--version'], { ...stranger, env: { ...unset, HOME: undefined } })
    expect(version).toMatchObject({ status: 0, stderr: '' })
  })
})
