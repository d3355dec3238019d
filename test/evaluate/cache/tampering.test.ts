import { execFileSync } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { cachePlace } from '../../../src/evaluate/cache/cache-folder.ts'
import { readSealed, writeSealed } from '../../../src/evaluate/cache/sealed-file.ts'
import { limits } from '../../../src/evaluate/limits.ts'
import { bottleSource, writeProject } from '../../support/project.ts'
import { readFiles } from '../../support/tree.ts'
import { CachedProject, makeRoom } from './cached-project.ts'

const room = makeRoom()
const project = new CachedProject(room, true)
const files = {
  'bottles/a.bottle.ts': bottleSource('a', ".env({ A: 1 }).net(gvproxy('/run/a.sock'))"),
  'bottles/b.bottle.ts': bottleSource('b', ".env({ NO_PROXY: '*' }).net(gvproxy('/run/b.sock'))"),
}
const bottles = Object.keys(files)
const folder = join(project.path, 'node_modules/.cache/bottleworks')
const path = join(folder, 'evaluations')
const key = join(room, 'data/bottleworks-nodejs/cache.key')
const place = { path, key }

/** A project that has been synthesized. */
beforeEach(async () => {
  rmSync(join(room, 'caches'), { recursive: true, force: true })
  rmSync(dirname(key), { recursive: true, force: true })
  rmSync(join(project.path, 'node_modules/.cache'), { recursive: true, force: true })
  writeProject(project.path, files)
  await project.cached()
  expect(project.hits(bottles)).toEqual(bottles)
})

/** The sealed text, changed and sealed again with the right key. */
function reseal(change: (text: string) => string): void {
  const body = Buffer.from(change(readSealed(place) ?? ''))
  const seal = createHmac('sha256', readFileSync(key)).update(body).digest()
  writeFileSync(path, Buffer.concat([seal, body]))
}

function inPlaceOf(path: string, make: (path: string) => void): void {
  rmSync(path, { recursive: true, force: true })
  make(path)
}

/** That nothing of the cache is used, and that it is whole after a run if it `isRepaired`. */
async function expectMiss({ isRepaired }: { readonly isRepaired: boolean }): Promise<void> {
  expect(project.open().isEmpty).toBe(true)
  expect(await project.cached()).toEqual(await project.uncached())
  expect(project.hits(bottles)).toEqual(isRepaired ? bottles : [])
}

describe('a cache that was tampered with', () => {
  it('is not read, whichever of its bytes was changed', () => {
    const whole = readFileSync(path)
    expect(whole.length).toBeGreaterThan(500)
    for (let index = 0; index < whole.length; index++) {
      const flipped = Buffer.from(whole)
      flipped[index] = (flipped[index] ?? 0) ^ (1 << (index % 8))
      writeFileSync(path, flipped)
      expect(readSealed(place), `byte ${index}`).toBeUndefined()
    }
    writeFileSync(path, whole)
    expect(readSealed(place)).toBe(whole.subarray(32).toString())
  })

  it('is not read when it is shorter, nor with more after its end', () => {
    const whole = readFileSync(path)
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length))
      expect(readSealed(place), `length ${length}`).toBeUndefined()
    }
    for (const more of ['\0', '\n', ' ', '{}', whole]) {
      writeFileSync(path, Buffer.concat([whole, Buffer.from(more)]))
      expect(readSealed(place)).toBeUndefined()
    }
  })

  it('takes away what killed processes have left half-written, and nothing else', async () => {
    const old = new Date(Date.now() - 3_600_000)
    const names = ['.evaluations.1-0123abcd.tmp', '.evaluations.2-0123abcd.tmp', 'evaluations.tmp']
    for (const name of names) writeFileSync(join(folder, name), 'half')
    for (const name of [names[0], names[2]]) utimesSync(join(folder, name ?? ''), old, old)
    writeProject(project.path, {
      ...files,
      'bottles/a.bottle.ts': `${files['bottles/a.bottle.ts']} `,
    })
    await project.cached()
    expect(readdirSync(folder).sort()).toEqual([names[1], 'evaluations', names[2]])
    for (const name of [names[1], names[2]]) rmSync(join(folder, name ?? ''))
  })

  it.each<[string, (whole: Buffer) => Buffer | string]>([
    ['is empty', () => ''],
    ['is cut', (whole) => whole.subarray(0, -1)],
    [
      'has one bit that differs',
      (whole) => Buffer.concat([whole.subarray(0, -1), Buffer.from('~')]),
    ],
    ['has no seal', (whole) => whole.subarray(32)],
    [
      'is sealed with another key',
      (whole) => {
        const body = whole.subarray(32)
        return Buffer.concat([createHmac('sha256', randomBytes(32)).update(body).digest(), body])
      },
    ],
  ])('is written anew when it %s', async (_, change) => {
    writeFileSync(path, change(readFileSync(path)))
    await expectMiss({ isRepaired: true })
  })

  it.each<[string, (path: string) => void, boolean]>([
    ['a FIFO', (path) => execFileSync('mkfifo', [path]), true],
    ['a link to nothing', (path) => symlinkSync('/none/at/all', path), true],
    ['a link to itself', (path) => symlinkSync(path, path), true],
    ['a folder', (path) => mkdirSync(path), false],
    [
      'a folder that is not empty',
      (path) => mkdirSync(join(path, 'x'), { recursive: true }),
      false,
    ],
  ])('is passed over where it is %s', async (_, make, isRepaired) => {
    inPlaceOf(path, make)
    await expectMiss({ isRepaired })
    expect(readdirSync(folder)).toEqual(['evaluations'])
  })

  it('is neither read nor written through a link to a good one', async () => {
    const elsewhere = join(room, 'elsewhere')
    renameSync(path, elsewhere)
    const before = readFileSync(elsewhere)
    symlinkSync(elsewhere, path)
    await expectMiss({ isRepaired: true })
    expect(readFileSync(elsewhere)).toEqual(before)
    expect(lstatSync(path).isFile()).toBe(true)
  })

  it.each<[string, (text: string) => string]>([
    ['of another version of the tool', (text) => text.replace(/"tool":"./, '"tool":"#')],
    ['no JSON', (text) => text.slice(1)],
    ['of another form', (text) => text.replace('"printed":[]', '"printed":[1]')],
    ['with more in it', (text) => text.replace('{"tool"', '{"more":1,"tool"')],
    ['null', () => 'null'],
    ['nested deeply', () => '['.repeat(100_000)],
  ])('is not used when the right key seals what is %s', async (_, change) => {
    reseal(change)
    await expectMiss({ isRepaired: true })
  })

  it('has its definitions validated when the right key seals others', async () => {
    const good = await project.uncached()
    reseal((text) => text.replaceAll('/run/a.sock', 'relative.sock'))
    const { ok, plan, diagnostics } = await project.cached()
    expect({ ok, plan }).toEqual({ ok: false })
    expect(diagnostics.map(({ code }) => code)).toContain('BW011')
    reseal((text) => text.replaceAll('"members":["{', '"members":["{,'))
    const broken = await project.cached()
    expect(broken.plan).toBeUndefined()
    expect(broken.diagnostics.map(({ code }) => code)).toEqual(['BW115', 'BW115'])
    rmSync(path)
    expect(await project.cached()).toEqual(good)
  })

  it('of another project says nothing of files that differ, and the same of files that do not', async () => {
    const other = new CachedProject(room, true)
    writeProject(other.path, { ...files, 'bottles/b.bottle.ts': bottleSource('b') })
    cpSync(join(project.path, 'node_modules/.cache'), join(other.path, 'node_modules/.cache'), {
      recursive: true,
    })
    expect(other.hits(bottles)).toEqual(bottles.slice(0, 1))
    expect(await other.cached()).toEqual(await other.uncached())
  })
})

describe('the key', () => {
  it.each<[string, (path: string) => void]>([
    ['is gone', (path) => rmSync(path)],
    ['is empty', (path) => writeFileSync(path, '')],
    ['is short', (path) => writeFileSync(path, randomBytes(31))],
    ['is long', (path) => writeFileSync(path, randomBytes(33))],
    ['is another', (path) => writeFileSync(path, randomBytes(32))],
    ['can be read by others', (path) => chmodSync(path, 0o640)],
    ['is a FIFO', (path) => inPlaceOf(path, (path) => execFileSync('mkfifo', [path]))],
    [
      'is a link',
      (path) => {
        renameSync(path, `${path}.aside`)
        symlinkSync(`${path}.aside`, path)
      },
    ],
  ])('is made anew with the cache when it %s', async (_, change) => {
    change(key)
    await expectMiss({ isRepaired: true })
    expect(readFileSync(key)).toHaveLength(32)
  })

  it('that is a folder leaves every bottle to be evaluated', async () => {
    inPlaceOf(key, (path) => mkdirSync(join(path, 'x'), { recursive: true }))
    await expectMiss({ isRepaired: false })
    expect(readdirSync(dirname(key))).toEqual(['cache.key'])
  })

  it('is for its user alone, like the cache, and both lie in folders that are', () => {
    const mode = (path: string) => statSync(path).mode & 0o777
    expect([key, path].map(mode)).toEqual([0o600, 0o600])
    expect([dirname(key), folder, dirname(folder)].map(mode)).toEqual([0o700, 0o700, 0o700])
    expect(readdirSync(dirname(key))).toEqual(['cache.key'])
    expect(readdirSync(folder)).toEqual(['evaluations'])
  })
})

describe('a link in the way to the cache', () => {
  it.each(['node_modules/.cache', 'node_modules/.cache/bottleworks'])(
    'leads nowhere as %s',
    async (part) => {
      const outside = join(room, 'outside')
      inPlaceOf(outside, (path) => mkdirSync(path))
      cpSync(join(project.path, part), outside, { recursive: true })
      const before = readFiles(outside)
      inPlaceOf(join(project.path, part), (path) => symlinkSync(outside, path))
      await expectMiss({ isRepaired: false })
      expect(readFiles(outside)).toEqual(before)
      expect(existsSync(join(room, 'caches'))).toBe(false)
    },
  )

  it('leads to the folder of the platform as node_modules', async () => {
    const linked = new CachedProject(room, false)
    writeProject(linked.path, files)
    symlinkSync(join(project.path, 'node_modules'), join(linked.path, 'node_modules'))
    const before = readFileSync(path)
    await linked.cached()
    expect(linked.hits(bottles)).toEqual(bottles)
    expect(readFileSync(path)).toEqual(before)
    expect(cachePlace(linked.path)?.path).toContain(join(room, 'caches'))
  })
})

describe('the bounds of the cache', () => {
  it('keep a text that is too large from being written', () => {
    const before = readFileSync(path)
    writeSealed(place, 'x'.repeat(limits.cacheBytes + 1))
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder)).toEqual(['evaluations'])
    writeSealed(place, 'x')
    expect(readSealed(place)).toBe('x')
  })

  it('let the projects go that were not written for longest, and touch nothing else', async () => {
    const loose = new CachedProject(room, false)
    writeProject(loose.path, files)
    const all = dirname(dirname(cachePlace(loose.path)?.path ?? ''))
    const old = Array.from({ length: limits.cachedProjects + 5 }, (_, index) =>
      join(all, index.toString(16).padStart(16, '0')),
    )
    for (const [index, name] of old.entries()) {
      mkdirSync(name, { recursive: true })
      writeFileSync(join(name, 'evaluations'), '')
      utimesSync(name, 1000 + index, 1000 + index)
    }
    const strange = ['cache.key', 'notes', 'z'.repeat(16)]
    for (const name of strange) writeFileSync(join(all, name), '')
    for (const name of strange) utimesSync(join(all, name), 1, 1)
    copyFileSync(path, join(dirname(all), 'beside'))
    await loose.cached()
    expect(loose.hits(bottles)).toEqual(bottles)
    const left = readdirSync(all).map((name) => join(all, name))
    expect(old.filter((name) => !left.includes(name))).toEqual(old.slice(0, 6))
    expect(left).toEqual(expect.arrayContaining(strange.map((name) => join(all, name))))
    expect(existsSync(join(dirname(all), 'beside'))).toBe(true)
  })

  it('let bottles go that are no more', async () => {
    rmSync(join(project.path, 'bottles/b.bottle.ts'))
    await project.cached()
    expect(readSealed(place)).not.toContain('b.bottle.ts')
    chmodSync(path, 0o644)
    writeProject(project.path, { 'bottles/a.bottle.ts': bottleSource('a') })
    await project.cached()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
