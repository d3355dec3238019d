import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { diffBase } from '../../src/review/diff-trees.ts'
import { makeProject, writeProject } from '../support/project.ts'
import { commit, git, initRepository } from './repository.ts'

const web = 'smolfiles/web/Smolfile'
const config = 'bottleworks.config.json'

function smolfile(socket: string, slug = 'web'): string {
  return `name = "claude-bottle-${slug}"
command = ["sleep", "infinity"]
env = []

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "${socket}"
`
}

/** A repository whose base has one socket, and whose branch has another, in loose objects. */
function makeRepository(...options: readonly string[]): string {
  const root = makeProject({ [web]: smolfile('/run/one.sock'), [config]: '{ "strict": true }' })
  initRepository(root, ...options)
  commit(root)
  git(root, 'tag', '--annotate', '--message=x', 'base')
  git(root, 'branch', 'target')
  writeProject(root, { [web]: smolfile('/run/two.sock'), [config]: '{}' })
  commit(root)
  return root
}

/** What there is to be found. */
async function findingsAt(ref: string, project: string) {
  const { review, diagnostics } = await diffBase(ref, { project })
  const errors = diagnostics.map(({ code, message }) => `${code} ${message}`)
  const bottles = review?.bottles.flatMap(({ findings }) => findings.map(({ path }) => path))
  return { errors, findings: [...(review?.configuration?.findings ?? [])].length, bottles }
}

const honest = { errors: [], findings: 1, bottles: ['net[0].socket'] }

function loosePath(objects: string, id: string): string {
  return join(objects, id.slice(0, 2), id.slice(2))
}

/** Puts an object of that content under the id of another. */
function forgeLoose(objects: string, id: string, kind: string, bytes: Buffer): void {
  const path = loosePath(objects, id)
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true })
  writeFileSync(path, deflateSync(Buffer.concat([Buffer.from(`${kind} ${bytes.length}\0`), bytes])))
}

/** A pack of one object, whose index has it under the id of another. */
function forgePack(objects: string, id: string, kind: 'commit' | 'tree' | 'blob', bytes: Buffer) {
  const type = { commit: 1, tree: 2, blob: 3 }[kind]
  const size = [(type << 4) | (bytes.length & 15)]
  for (let rest = bytes.length >> 4; rest > 0; rest >>= 7) {
    size.push(rest & 127)
    size[size.length - 2] = (size.at(-2) ?? 0) | 128
  }
  const number = (value: number) => {
    const word = Buffer.alloc(4)
    word.writeUInt32BE(value >>> 0)
    return word
  }
  const sum = (...parts: readonly Buffer[]) =>
    createHash('sha1').update(Buffer.concat(parts)).digest()
  const entry = Buffer.concat([Buffer.from(size), deflateSync(bytes)])
  const pack = Buffer.concat([Buffer.from('PACK'), number(2), number(1), entry])
  const name = Buffer.from(id, 'hex')
  const fanout = Array.from({ length: 256 }, (_, first) => number(first >= (name[0] ?? 0) ? 1 : 0))
  const index = Buffer.concat([
    Buffer.from([0xff, 0x74, 0x4f, 0x63]),
    number(2),
    ...fanout,
    name,
    number(crc32(entry)),
    number(12),
    sum(pack),
  ])
  mkdirSync(join(objects, 'pack'), { recursive: true })
  const path = join(objects, 'pack', `pack-${sum(pack).toString('hex')}`)
  writeFileSync(`${path}.pack`, Buffer.concat([pack, sum(pack)]))
  writeFileSync(`${path}.idx`, Buffer.concat([index, sum(index)]))
  rmSync(loosePath(objects, id))
}

/** The objects of the base, and what a branch would put in their places: its own. */
const objects = [
  ['the commit', 'target^{commit}', 'main^{commit}'],
  ['the folder of it all', 'target^{tree}', 'main^{tree}'],
  ['a folder on the way', 'target:smolfiles', 'main:smolfiles'],
  ['the folder of a bottle', 'target:smolfiles/web', 'main:smolfiles/web'],
  ['a Smolfile', `target:${web}`, `main:${web}`],
  ['the configuration', `target:${config}`, `main:${config}`],
] as const

/** An object as it lies in its file. */
function contentOf(root: string, name: string) {
  const id = git(root, 'rev-parse', name)
  const raw = inflateSync(readFileSync(loosePath(join(root, '.git/objects'), id)))
  const [kind] = raw.toString().split(' ') as ['commit' | 'tree' | 'blob']
  return { id, kind, bytes: raw.subarray(raw.indexOf(0) + 1) }
}

describe.each([[], ['--object-format=sha256']])(
  'an object of the base is not what a branch puts in its place %s',
  (...options) => {
    it.each(objects)('as a file: %s', async (_what, had, has) => {
      const root = makeRepository(...options)
      expect(await findingsAt('base', root)).toEqual(honest)
      const { kind, bytes } = contentOf(root, has)
      forgeLoose(join(root, '.git/objects'), git(root, 'rev-parse', had), kind, bytes)
      for (const ref of ['base', 'target', 'main~1']) {
        const { errors, bottles } = await findingsAt(ref, root)
        expect(bottles).toBeUndefined()
        expect(errors).toEqual([expect.stringMatching(/^BW140 "\S+" is damaged or forged/)])
      }
    })

    it.each(objects)('in an alternate: %s', async (_what, had, has) => {
      const root = makeRepository(...options)
      const other = makeProject()
      initRepository(other, ...options)
      const { kind, bytes } = contentOf(root, has)
      const id = git(root, 'rev-parse', had)
      forgeLoose(join(other, '.git/objects'), id, kind, bytes)
      rmSync(loosePath(join(root, '.git/objects'), id))
      writeFileSync(join(root, '.git/objects/info/alternates'), `${join(other, '.git/objects')}\n`)
      const { errors } = await findingsAt('base', root)
      expect(errors).toEqual([expect.stringMatching(/^BW140 "\S+" is damaged or forged/)])
    })
  },
)

describe('an object of the base is not', () => {
  it.each(objects)('what a pack has under its id: %s', async (_what, had, has) => {
    const root = makeRepository()
    const { kind, bytes } = contentOf(root, has)
    forgePack(join(root, '.git/objects'), git(root, 'rev-parse', had), kind, bytes)
    // git itself believes it.
    expect(git(root, 'rev-parse', `target:${web}`)).toBeTruthy()
    const { errors } = await findingsAt('base', root)
    expect(errors).toEqual([expect.stringMatching(/^BW140 "\S+" is damaged or forged/)])
  })

  it('what a tag object that is forged says', async () => {
    const root = makeRepository()
    git(root, 'tag', '--annotate', '--message=x', 'other', 'main')
    const { bytes } = contentOf(root, 'other')
    forgeLoose(join(root, '.git/objects'), git(root, 'rev-parse', 'base'), 'tag', bytes)
    const { errors } = await findingsAt('base', root)
    expect(errors).toEqual([expect.stringMatching(/^BW140 "base" is damaged or forged/)])
  })

  it('what a commit on the way to an ancestor says, if it is forged', async () => {
    const root = makeRepository()
    commit(root, 'the last')
    const { bytes } = contentOf(root, 'main')
    const parent = git(root, 'rev-parse', 'main~1')
    const forged = bytes.toString().replace(parent, git(root, 'rev-parse', 'main'))
    forgeLoose(
      join(root, '.git/objects'),
      git(root, 'rev-parse', 'main'),
      'commit',
      Buffer.from(forged),
    )
    const { errors } = await findingsAt('main~2', root)
    expect(errors).toEqual([expect.stringMatching(/^BW140 "main~2" is damaged or forged/)])
  })

  it('what a replace ref or a graft says', async () => {
    const root = makeRepository()
    git(root, 'replace', 'target', 'main')
    expect(git(root, 'show', `target:${web}`)).toContain('two')
    expect(await findingsAt('target', root)).toEqual(honest)
    git(root, 'replace', '-d', 'target')
    const other = git(root, 'commit-tree', '-m', 'x', 'main^{tree}')
    writeFileSync(join(root, '.git/info/grafts'), `${git(root, 'rev-parse', 'main')} ${other}\n`)
    expect(git(root, 'rev-parse', 'main~1')).toBe(other)
    expect(await findingsAt('main~1', root)).toEqual(honest)
  })

  it('what a commit graph says', async () => {
    const root = makeRepository()
    commit(root, 'the last')
    const other = git(root, 'commit-tree', '-m', 'x', 'main^{tree}')
    const { id, bytes } = contentOf(root, 'main~1')
    const path = loosePath(join(root, '.git/objects'), id)
    const own = readFileSync(path)
    const forged = bytes.toString().replace(git(root, 'rev-parse', 'main~2'), other)
    forgeLoose(join(root, '.git/objects'), id, 'commit', Buffer.from(forged))
    git(root, 'commit-graph', 'write', '--reachable')
    writeFileSync(path, own)
    expect(git(root, 'rev-parse', 'main~2')).toBe(other)
    expect(await findingsAt('main~2', root)).toEqual(honest)
  })

  it('a folder that holds a name twice', async () => {
    const root = makeRepository()
    const { bytes } = contentOf(root, 'target:smolfiles/web')
    const twice = Buffer.concat([bytes, contentOf(root, 'main:smolfiles/web').bytes])
    const id = createHash('sha1').update(`tree ${twice.length}\0`).update(twice).digest('hex')
    forgeLoose(join(root, '.git/objects'), id, 'tree', twice)
    const tree = Buffer.concat([Buffer.from('40000 web\0'), Buffer.from(id, 'hex')])
    const above = createHash('sha1').update(`tree ${tree.length}\0`).update(tree).digest('hex')
    forgeLoose(join(root, '.git/objects'), above, 'tree', tree)
    const all = Buffer.concat([Buffer.from('40000 smolfiles\0'), Buffer.from(above, 'hex')])
    const top = createHash('sha1').update(`tree ${all.length}\0`).update(all).digest('hex')
    forgeLoose(join(root, '.git/objects'), top, 'tree', all)
    const { errors } = await findingsAt(git(root, 'commit-tree', '-m', 'x', top), root)
    expect(errors).toEqual([expect.stringContaining('holds "Smolfile" twice')])
  })
})

describe('a bottle of the base is not new when', () => {
  const parts = [
    ['its Smolfile', `target:${web}`],
    ['its folder', 'target:smolfiles/web'],
    ['the output tree', 'target:smolfiles'],
    ['the configuration', `target:${config}`],
    ['all', 'target^{tree}'],
  ] as const

  it.each(parts)('%s is missing', async (_what, name) => {
    const root = makeRepository()
    rmSync(loosePath(join(root, '.git/objects'), git(root, 'rev-parse', name)))
    const { errors, bottles } = await findingsAt('target', root)
    expect(bottles).toBeUndefined()
    expect(errors).toEqual([expect.stringMatching(/^BW140 "target\S*" is not in the repository$/)])
  })

  it.each(parts)('%s is damaged', async (_what, name) => {
    for (const damage of [
      (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
      () => Buffer.from('words'),
      () => Buffer.alloc(0),
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -6), Buffer.alloc(6)]),
      () => deflateSync(Buffer.from('blob 999999999999\0x')),
      () => deflateSync(Buffer.from('blob -1\0x')),
      () => deflateSync(Buffer.from('strange 1\0x')),
    ]) {
      const root = makeRepository()
      const path = loosePath(join(root, '.git/objects'), git(root, 'rev-parse', name))
      chmodSync(path, 0o644)
      writeFileSync(path, damage(readFileSync(path)))
      const { errors, bottles } = await findingsAt('target', root)
      expect(bottles).toBeUndefined()
      expect(errors).toEqual([expect.stringMatching(/^BW140 "target\S*" /)])
    }
  })

  it('the pack that it is in is damaged', async () => {
    const root = makeRepository()
    git(root, 'gc', '--quiet')
    const packs = join(root, '.git/objects/pack')
    const path = join(packs, readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '')
    const bytes = readFileSync(path)
    chmodSync(path, 0o644)
    for (let offset = 12; offset < bytes.length - 20; offset += 23) {
      const damaged = Buffer.from(bytes)
      damaged[offset] = (damaged[offset] ?? 0) ^ 0x55
      writeFileSync(path, damaged)
      const { errors, ...found } = await findingsAt('target', root)
      if (errors.length === 0) expect(found).toEqual({ findings: 1, bottles: ['net[0].socket'] })
      else expect(errors).toEqual([expect.stringMatching(/^BW140 "target\S*" /)])
    }
  })
})
