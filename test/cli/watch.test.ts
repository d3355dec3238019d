import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bottle, program } from '../support/command.ts'
import { bottleSource, makeProject, quietDevice } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

interface Line {
  readonly ok: boolean
  readonly changed: readonly string[]
  readonly bottles: number
  readonly evaluated: number
  readonly written: readonly { readonly slug: string; readonly state: string }[]
  readonly diagnostics: readonly { readonly code: string; readonly file: string }[]
}

const preset = `import type { BottleBuilder } from 'bottleworks'
export const preset = (builder: BottleBuilder) => builder.env({ LEVEL: 'info' })
`

const user = `import { bottle, gvproxy } from 'bottleworks'
import notes from '../notes.txt' with { type: 'text' }
import { preset } from './presets/preset.ts'
export default bottle('user').use(preset).env({ NOTES: notes }).net(gvproxy('/run/user.sock'))
  .acknowledge('BW017', 'a test')
`

const files = {
  'bottles/demo.bottle.ts': bottleSource('demo'),
  'bottles/user.bottle.ts': user,
  'bottles/presets/preset.ts': preset,
  'notes.txt': 'first',
}

/** What rounds came to together: one change may take several. */
interface Rounds {
  /** The last of them. */
  readonly last: Line
  readonly count: number
  readonly changed: ReadonlySet<string>
  /** The most bottles that one of them evaluated. */
  readonly evaluated: number
  /** What became of each Smolfile, at last. */
  readonly states: Readonly<Record<string, string>>
}

/** A watch that runs, and the lines that it prints. */
async function startWatch(project: string, ...flags: readonly string[]) {
  const argv = [program, 'watch', '--project', project, '--json', ...flags]
  const { PATH } = process.env
  const env = { PATH, XDG_CACHE_HOME: project, XDG_DATA_HOME: project }
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<Line> => JSON.parse((await lines.next()).value ?? 'null')
  /** Reads rounds until `isThere`, however many a change takes: how they fall is the machine's. */
  const until = async (isThere: (rounds: Rounds) => boolean): Promise<Rounds> => {
    let rounds: Rounds | undefined
    do {
      const last = await next()
      expect(last, 'the watch goes on').not.toBeNull()
      rounds = {
        last,
        count: (rounds?.count ?? 0) + 1,
        changed: new Set([...(rounds?.changed ?? []), ...last.changed]),
        evaluated: Math.max(rounds?.evaluated ?? 0, last.evaluated),
        states: { ...rounds?.states, ...states(last) },
      }
    } while (!isThere(rounds))
    return rounds
  }
  return { child, until, first: await next() }
}

const isGood = ({ last }: Rounds) => last.ok

/** Whether a round told of exactly these codes at last. */
function tells(...codes: readonly string[]) {
  return ({ last }: Rounds) => last.diagnostics.map(({ code }) => code).join() === codes.join()
}

/** Whether a Smolfile is in this state after the rounds, of which one has seen the change of `file`. */
function has(slug: string, state: string, file: string) {
  return ({ last, states, changed }: Rounds) =>
    last.ok && states[slug] === state && changed.has(file)
}

async function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}

function states({ written }: Line): Readonly<Record<string, string>> {
  return Object.fromEntries(written.map(({ slug, state }) => [slug, state]))
}

describe('bottle watch', () => {
  it('synthesizes what a change has a part in, and what is new, renamed and gone', async () => {
    const project = makeProject(files)
    const path = (file: string) => join(project, file)
    const { child, until, first } = await startWatch(project)
    expect(states(first)).toEqual({ demo: 'created', user: 'created' })

    writeFileSync(
      path('bottles/demo.bottle.ts'),
      bottleSource('demo', `.env({ A: 1 })${quietDevice('/run/demo.sock')}`),
    )
    const edited = await until(has('demo', 'updated', 'bottles/demo.bottle.ts'))
    expect([edited.evaluated, edited.states]).toEqual([1, { demo: 'updated' }])

    writeFileSync(path('bottles/presets/preset.ts'), preset.replace('info', 'debug'))
    expect((await until(has('user', 'updated', 'bottles/presets/preset.ts'))).states).toEqual({
      user: 'updated',
    })

    writeFileSync(path('notes.txt'), 'second')
    expect((await until(has('user', 'updated', 'notes.txt'))).states).toEqual({ user: 'updated' })

    writeFileSync(path('bottles/more.bottle.ts'), bottleSource('more'))
    expect((await until(has('more', 'created', 'bottles/more.bottle.ts'))).states).toEqual({
      more: 'created',
    })

    rmSync(path('bottles/more.bottle.ts'))
    expect((await until(has('more', 'removed', 'bottles/more.bottle.ts'))).states).toEqual({
      more: 'removed',
    })

    writeFileSync(
      path('bottles/demo.bottle.ts'),
      bottleSource('next', quietDevice('/run/demo.sock')),
    )
    await until(tells('BW002'))
    renameSync(path('bottles/demo.bottle.ts'), path('bottles/next.bottle.ts'))
    expect((await until(isGood)).states).toEqual({ demo: 'removed', next: 'created' })

    const exit = ended(child)
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(bottle(['check', '--project', project]).status).toBe(0)
  })

  it('shows errors, writes nothing while there are any, and goes on when they are gone', async () => {
    const project = makeProject(files)
    const { until } = await startWatch(project)
    const before = readFiles(join(project, 'smolfiles'))
    const write = (text: string) => writeFileSync(join(project, 'bottles/presets/preset.ts'), text)
    write('export const preset = (')
    expect((await until(tells('BW104'))).last.diagnostics).toMatchObject([
      { file: 'bottles/presets/preset.ts' },
    ])
    write(preset.replace("'info'", "'in\\u0000fo'"))
    await until(({ last }) => last.diagnostics.some(({ code }) => code === 'BW005'))
    write(`${preset}export const wrong: number = 'text'\n`)
    expect((await until(tells('BW105'))).last.diagnostics).toMatchObject([
      { file: 'bottles/presets/preset.ts' },
    ])
    writeFileSync(
      join(project, 'bottles/demo.bottle.ts'),
      bottleSource('demo', `.env({ A: 1 })${quietDevice('/run/demo.sock')}`),
    )
    await until(({ changed, last }) => changed.has('bottles/demo.bottle.ts') && !last.ok)
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
    write(preset)
    expect((await until(isGood)).states).toEqual({ demo: 'updated' })
  })

  it('takes a burst of changes for one', async () => {
    const project = makeProject(files)
    const { child, until } = await startWatch(project, '--no-types')
    const slugs = Array.from({ length: 20 }, (_, index) => `burst-${index}`)
    for (const slug of slugs) {
      writeFileSync(join(project, `bottles/${slug}.bottle.ts`), bottleSource(slug))
    }
    const all = await until(({ states }) => Object.keys(states).length === slugs.length)
    expect(all.count).toBeLessThan(slugs.length / 2)
    const exit = ended(child)
    child.kill('SIGTERM')
    await exit
    const left = readdirSync(project, { recursive: true, encoding: 'utf8' })
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('leaves what was edited by hand, and says so', async () => {
    const project = makeProject(files)
    const { until } = await startWatch(project, '--no-types')
    const smolfile = join(project, 'smolfiles/demo/Smolfile')
    writeFileSync(smolfile, 'mine = true\n')
    writeFileSync(
      join(project, 'bottles/demo.bottle.ts'),
      bottleSource('demo', `.env({ A: 1 })${quietDevice('/run/demo.sock')}`),
    )
    await until(tells('BW200'))
    expect(readFileSync(smolfile, 'utf8')).toBe('mine = true\n')
  })

  it('puts back what was deleted of the output tree, and sees what was edited in it', async () => {
    const project = makeProject(files)
    const { until } = await startWatch(project, '--no-types')
    const tree = join(project, 'smolfiles')
    const before = readFiles(tree)
    // At once, since what is missing is written again meanwhile.
    renameSync(tree, join(project, 'gone'))
    await until(({ states }) => states.demo === 'created' && states.user === 'created')
    expect(readFiles(tree)).toEqual(before)
    renameSync(join(tree, 'demo'), join(project, 'gone/gone'))
    await until(({ states }) => states.demo === 'created')
    writeFileSync(join(tree, 'demo/Smolfile'), 'mine = true\n')
    const { changed } = (await until(tells('BW200'))).last
    expect(changed.every((path) => path.startsWith('smolfiles') || path === 'bottles')).toBe(true)
    writeFileSync(join(tree, 'demo/Smolfile'), before['demo/Smolfile'] ?? '')
    await until(isGood)
    writeFileSync(join(project, 'bottles/presets/preset.ts'), preset.replace('info', 'debug'))
    expect((await until(isGood)).states).toEqual({ user: 'updated' })
  })

  it('writes nothing beside what was edited by hand, as synth does', async () => {
    const other = user.replaceAll('user', 'other')
    const project = makeProject({ ...files, 'bottles/other.bottle.ts': other })
    const { until } = await startWatch(project, '--no-types')
    writeFileSync(join(project, 'smolfiles/other/Smolfile'), 'mine = true\n')
    const before = readFiles(join(project, 'smolfiles'))
    writeFileSync(join(project, 'bottles/presets/preset.ts'), preset.replace('info', 'debug'))
    expect((await until(tells('BW200'))).states).toEqual({})
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
  })

  it('writes what a bottle was last, after another one was bad for a while', async () => {
    const bad = { 'bottles/bad.bottle.ts': 'export default 1\n' }
    const good = (value: string) =>
      bottleSource('good', `.env({ A: '${value}' })${quietDevice('/run/good.sock')}`)
    const project = makeProject({ ...bad, 'bottles/good.bottle.ts': good('one') })
    const { until } = await startWatch(project, '--no-types')
    for (const value of ['two', 'three']) {
      writeFileSync(join(project, 'bottles/good.bottle.ts'), good(value))
      expect((await until(({ changed }) => changed.has('bottles/good.bottle.ts'))).last.ok).toBe(
        false,
      )
    }
    writeFileSync(join(project, 'bottles/bad.bottle.ts'), bottleSource('bad'))
    await until(isGood)
    expect(readFileSync(join(project, 'smolfiles/good/Smolfile'), 'utf8')).toContain('A=three')
  })

  it('sees a file beside the bottles that was broken from the start', async () => {
    const project = makeProject({
      'lib/value.ts': 'export const value = [\n',
      'bottles/demo.bottle.ts': `import { value } from '../lib/value.ts'\n${bottleSource(
        'demo',
        ".env({ A: value }).net(gvproxy('/run/demo.sock'))",
      )}`,
    })
    const { first, until } = await startWatch(project, '--no-types')
    expect(first.ok).toBe(false)
    writeFileSync(join(project, 'lib/value.ts'), "export const value = 'mended'\n")
    expect((await until(isGood)).states).toEqual({ demo: 'created' })
  })

  it('tells of a bottle that names the types of another one which has changed', async () => {
    const shape = (type: string) => `${bottleSource('shape')}export type Shape = ${type}\n`
    const user = `import type { Shape } from './shape.bottle.ts'\n${bottleSource('user')}export const own: Shape = 1\n`
    const project = makeProject({
      'bottles/shape.bottle.ts': shape('number'),
      'bottles/user.bottle.ts': user,
    })
    const { first, until } = await startWatch(project)
    expect(first.ok).toBe(true)
    writeFileSync(join(project, 'bottles/shape.bottle.ts'), shape('string'))
    expect((await until(tells('BW105'))).last.diagnostics).toMatchObject([
      { file: 'bottles/user.bottle.ts' },
    ])
  })

  it('follows the configuration, from a malformed one to another folder of bottles', async () => {
    const config = 'bottleworks.config.json'
    const project = makeProject({
      ...files,
      [config]: '{',
      'agents/own.bottle.ts': bottleSource('own'),
    })
    const { first, until } = await startWatch(project, '--no-types')
    expect(first.diagnostics.map(({ code }) => code)).toEqual(['BW150'])
    writeFileSync(join(project, config), '{ "out": "one" }')
    expect((await until(isGood)).states).toEqual({ demo: 'created', user: 'created' })
    writeFileSync(join(project, config), '{ "out": "two", "bottles": "agents" }')
    await until(has('own', 'created', config))
    writeFileSync(
      join(project, 'agents/own.bottle.ts'),
      bottleSource('own', `.env({ A: 1 })${quietDevice('/run/own.sock')}`),
    )
    // The first round of the other folder may have seen it already.
    await until(({ last, states }) => last.ok && states.own === 'updated')
    expect(readFileSync(join(project, 'two/own/Smolfile'), 'utf8')).toContain('A=1')
  })

  it('says when it was, and what began each round', async () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    const child = spawn(process.execPath, [program, 'watch', '--project', project, '--no-types'], {
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: project, XDG_DATA_HOME: project },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
    const next = async () => (await lines.next()).value ?? ''
    expect(await next()).toMatch(/^--- \d\d:\d\d:\d\d first run$/)
    expect(await next()).toMatch(/^1 written in \d+ ms$/)
    writeFileSync(join(project, 'bottles/demo.bottle.ts'), `// changed\n${bottleSource('demo')}`)
    expect(await next()).toMatch(/^--- \d\d:\d\d:\d\d bottles\/demo\.bottle\.ts(?:, smolfiles)?$/)
  })

  it.each(['max_inotify_watches', 'max_inotify_instances'])(
    'says that the system watches no more (%s), and looks at files instead',
    async (limit) => {
      const project = makeProject(files)
      // The limits of a user namespace are its own.
      const script = `echo ${limit === 'max_inotify_watches' ? 1 : 0} > /proc/sys/user/${limit} || exit 77; exec "$@"`
      const argv = [
        process.execPath,
        program,
        'watch',
        '--project',
        project,
        '--json',
        '--no-types',
      ]
      const child = spawn('unshare', ['-U', '-r', 'sh', '-c', script, 'sh', ...argv], {
        env: { PATH: process.env.PATH, XDG_CACHE_HOME: project, XDG_DATA_HOME: project },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      onTestFinished(() => void child.kill('SIGKILL'))
      let stderr = ''
      child.stderr.setEncoding('utf8').on('data', (text) => {
        stderr += text
      })
      let isUpdated = false
      for await (const line of createInterface({ input: child.stdout })) {
        const round: Line = JSON.parse(line)
        if (states(round).user === 'updated') {
          isUpdated = true
          break
        }
        if (round.ok) {
          writeFileSync(join(project, 'bottles/presets/preset.ts'), preset.replace('info', 'debug'))
        }
      }
      if (!isUpdated && /unshare|sys\/user/.test(stderr)) return
      expect(isUpdated, stderr).toBe(true)
      expect(stderr).toContain('warning: the system watches no more files (')
      expect(stderr.match(/warning: /g)).toHaveLength(1)
    },
  )

  it('begins before there is a bottle', async () => {
    const project = makeProject({ 'package.json': '{}' })
    const { first, until } = await startWatch(project)
    expect(first).toMatchObject({ ok: false, bottles: 0, written: [] })
    expect(first.diagnostics.map(({ code }) => code)).toEqual(['BW120'])
    mkdirSync(join(project, 'bottles'))
    writeFileSync(join(project, 'bottles/demo.bottle.ts'), bottleSource('demo'))
    const isCreated = (slug: string) => (rounds: Rounds) =>
      isGood(rounds) && rounds.states[slug] === 'created'
    expect((await until(isCreated('demo'))).states).toEqual({ demo: 'created' })

    rmSync(join(project, 'bottles'), { recursive: true })
    await until(({ last }) => last.bottles === 0)
    mkdirSync(join(project, 'bottles'))
    writeFileSync(join(project, 'bottles/again.bottle.ts'), bottleSource('again'))
    await until(isCreated('again'))
  })
})
