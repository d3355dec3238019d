import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Baseline } from '../../src/project/baseline/baseline.ts'
import { commit, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, makeProject, makeSharedProject, writeProject } from '../support/project.ts'

const slugs = Array.from({ length: 12 }, (_, index) => `agent-${index}`)

function fileOf(slug: string): string {
  return `bottles/${slug.endsWith('1') ? 'team/' : ''}${slug}.bottle.ts`
}

/** A project with nothing wrong. */
const good: Files = {
  ...Object.fromEntries(slugs.map((slug) => [fileOf(slug), bottleSource(slug)])),
  'bottles/lib/quiet.ts': "export const level = 'error'\n",
  [fileOf('agent-3')]:
    `import { level } from './lib/quiet.ts'\n${bottleSource('agent-3').replace('.net(', '.env({ LOG: level }).net(')}`,
}

const oneSocket = `import { fleetPolicy } from 'bottleworks/policy'

export default fleetPolicy('acme/fleet', { severity: 'warning' }, ({ bottles, report }) => {
  for (const bottle of bottles.slice(-4)) report(bottle, bottle.slug + ' is late, of ' + bottles.length)
})
`
const eachHas = `import { policy } from 'bottleworks/policy'

export default policy('acme/quiet', { severity: 'warning' }, ({ bottle, report }) => {
  if (!JSON.stringify(bottle.document).includes('LOG')) report('env', bottle.slug + ' is loud')
})
`

interface Document {
  readonly ok: boolean
  readonly bottles: readonly { readonly slug: string; readonly state: string }[]
  readonly files: readonly object[]
  readonly diagnostics: readonly { readonly code: string }[]
  readonly shards?: readonly { readonly ok: boolean; readonly stale: number }[]
}

function run(project: string, ...argv: readonly string[]) {
  const { status, stdout, stderr } = bottle([...argv, '--no-cache', '--json', '--project', project])
  expect(stdout, stderr).not.toBe('')
  return { status, document: JSON.parse(stdout) as Document }
}

/** Runs a command in shards and joins them. */
function inShards(command: string, project: string, count: number, ...argv: readonly string[]) {
  const folder = join(makeProject(), 'records')
  const shards = Array.from({ length: count }, (_, index) =>
    run(project, command, '--shard', `${index + 1}/${count}`, '--shard-dir', folder, ...argv),
  )
  return { folder, shards, last: run(project, command, '--join', folder, ...argv) }
}

/** What several documents say together, each thing once, in an order of its own. */
function together(documents: readonly Document[]) {
  const all = (key: 'bottles' | 'files' | 'diagnostics') =>
    [...new Set(documents.flatMap((each) => each[key].map((one) => JSON.stringify(one))))].sort()
  return { bottles: all('bottles'), files: all('files'), diagnostics: all('diagnostics') }
}

/**
 * The same without what is said of the output tree: a check of all says nothing of it where one bottle
 * is bad, and shards without a bad one do.
 */
function ofSources(documents: readonly Document[]): readonly string[] {
  return together(documents).diagnostics.filter((each) => !each.includes('"BW137"'))
}

/** The worst of exit codes: an error before what is out of date. */
function worst(codes: readonly (number | null)[]): number | null | undefined {
  return [1, 2, 0].find((code) => codes.includes(code))
}

/** Compares a check in shards with a check of all. */
function compare(project: string, count: number, ...argv: readonly string[]) {
  const whole = run(project, 'check', ...argv)
  const { shards, last } = inShards('check', project, count, ...argv)
  const parts = [...shards, last]
  const documents = parts.map(({ document }) => document)
  const isPlanned = whole.document.bottles.length > 0
  if (isPlanned) expect(together(documents)).toEqual(together([whole.document]))
  else expect(ofSources(documents)).toEqual(ofSources([whole.document]))
  expect(last.status).toBe(whole.status)
  expect(last.document.ok).toBe(whole.document.ok)
  expect(worst(parts.map(({ status }) => status))).toBe(whole.status)
  return { whole, shards, last }
}

describe('a check in shards', () => {
  const project = makeSharedProject(good)
  beforeAll(() => {
    expect(bottle(['synth', '--no-types', '--project', project]).status).toBe(0)
  })

  it.each([1, 3, 20])('says of a good project in %i shards what check says', (count) => {
    const { whole, shards } = compare(project, count)
    expect(whole.status).toBe(0)
    expect(shards.map(({ document }) => document.bottles.length)).not.toContain(slugs.length + 1)
  })

  it.each<[string, (folder: string) => void]>([
    [
      'sockets that two, and three, bottles share, and one bottle twice',
      (folder) =>
        writeProject(folder, {
          [fileOf('agent-0')]: bottleSource('agent-0', ".net(gvproxy('/run/same.sock'))"),
          [fileOf('agent-5')]: bottleSource('agent-5', ".net(gvproxy('/run/same.sock'))"),
          [fileOf('agent-7')]: bottleSource('agent-7', ".net(gvproxy('/run/same.sock'))"),
          [fileOf('agent-8')]: bottleSource('agent-8', ".net(gvproxy('/run/two.sock'))"),
          [fileOf('agent-9')]: bottleSource('agent-9', ".net(gvproxy('/run/two.sock'))"),
        }),
    ],
    [
      'addresses of gateways that bottles share, with one that is free',
      (folder) =>
        writeProject(folder, {
          'bottleworks.config.json': '{ "gatewayAddresses": "127.77.0.0/24" }',
          [fileOf('agent-0')]: addressed('agent-0', '127.77.0.9'),
          [fileOf('agent-6')]: addressed('agent-6', '127.77.0.9'),
        }),
    ],
    [
      'two files of one slug',
      (folder) =>
        writeProject(folder, { 'bottles/other/agent-2.bottle.ts': bottleSource('agent-2') }),
    ],
    [
      'orphans, an edited one, strays, leftovers and a file of another name',
      (folder) => {
        rmSync(join(folder, fileOf('agent-4')))
        rmSync(join(folder, fileOf('agent-10')))
        writeProject(folder, {
          'smolfiles/agent-10/Smolfile': 'edited\n',
          'smolfiles/agent-1/notes.txt': 'a stray of a bottle',
          'smolfiles/evil/Smolfile': 'a stray of none',
          'smolfiles/README.md': 'allowed',
          'smolfiles/note': 'a stray at the root',
          'smolfiles/.gone.1234567-abcdef.tmp/Smolfile': 'a leftover',
          'smolfiles/agent-2/.Smolfile.1234567-abcdef.tmp': 'another',
          'bottles/web.bottle.js': '',
        })
      },
    ],
    [
      'Smolfiles that are stale, missing and edited',
      (folder) => {
        writeProject(folder, {
          'bottles/lib/quiet.ts': "export const level = 'debug'\n",
          'bottles/new.bottle.ts': bottleSource('new'),
          'smolfiles/agent-6/Smolfile': 'edited\n',
        })
      },
    ],
    [
      'errors of all kinds',
      (folder) =>
        writeProject(folder, {
          [fileOf('agent-1')]: 'export default 1',
          [fileOf('agent-2')]: bottleSource('agent-2', ".env({ 'NO NAME': 1 })"),
          [fileOf('agent-3')]: "import '../../outside.ts'",
          [fileOf('agent-4')]: bottleSource('agent-5'),
          [fileOf('agent-6')]: `${bottleSource('agent-6')}while (true) {}`,
        }),
    ],
    ['no bottle', (folder) => rmSync(join(folder, 'bottles'), { recursive: true })],
    [
      'a configuration that is wrong',
      (folder) => writeProject(folder, { 'bottleworks.config.json': '{ "outt": 1 }' }),
    ],
    [
      'policies of one bottle and of all, which some accept',
      (folder) =>
        writeProject(folder, {
          'policies/fleet.policy.ts': oneSocket,
          'policies/quiet.policy.ts': eachHas,
          [fileOf('agent-9')]: accepting('agent-9', 'acme/fleet'),
          [fileOf('agent-0')]: accepting('agent-0', 'acme/fleet'),
          [fileOf('agent-5')]: accepting('agent-5', 'acme/quiet'),
          [fileOf('agent-6')]: accepting('agent-6', 'acme/nothing'),
          [fileOf('agent-7')]: bottleSource('agent-7', ".net(gvproxy('/run/same.sock'))"),
          [fileOf('agent-8')]: bottleSource('agent-8', ".net(gvproxy('/run/same.sock'))"),
        }),
    ],
    [
      'a policy that is none, and one that throws',
      (folder) =>
        writeProject(folder, {
          'policies/fleet.policy.ts': oneSocket.replace('for (', "throw new Error('late'); for ("),
          'policies/none.policy.ts': 'export default 1',
        }),
    ],
    [
      'attributes that hide the output tree',
      (folder) => {
        initRepository(folder)
        writeProject(folder, { '.gitattributes': 'smolfiles/** -diff\n' })
        commit(folder)
      },
    ],
  ])('says of %s what check says', (_, change) => {
    const folder = makeProject(good)
    expect(bottle(['synth', '--no-types', '--project', folder]).status).toBe(0)
    change(folder)
    const { whole } = compare(folder, 3, '--no-types')
    expect(whole.document.ok && whole.document.diagnostics.length === 0).toBe(false)
    compare(folder, 2, '--no-types', '--strict')
  })

  it('says of types what check says', () => {
    const folder = makeProject({
      ...good,
      'bottles/lib/quiet.ts': 'export const level: string = 1\n',
      [fileOf('agent-7')]: bottleSource('agent-7', ".env({ A: 1n }).net(gvproxy('/run/a.sock'))"),
    })
    expect(compare(folder, 3).whole.document.diagnostics.map(({ code }) => code)).toContain('BW105')
  })

  it('says what a shard leaves to the last step, and how the shards have ended', () => {
    const folder = makeProject({ ...good, 'policies/fleet.policy.ts': oneSocket })
    const records = join(folder, 'records')
    const shard = (index: number) =>
      bottle(['check', '--shard', `${index}/2`, '--shard-dir', records, '--project', folder])
    expect(shard(1).stderr).toContain('acme/fleet; the last step, --join, runs it')
    shard(2)
    const last = bottle(['check', '--join', records, '--project', folder])
    expect(last.stderr).toContain('shard 1/2 found 6 files of the output tree out of date')
    expect(last.stderr).toContain('acme/fleet')
    expect(last.status).toBe(2)
  })
})

describe('synth in shards', () => {
  it.each([1, 4])('of %i writes the tree that synth writes', (count) => {
    const [whole, folder] = [makeProject(good), makeProject(good)]
    for (const project of [whole, folder])
      writeProject(project, {
        'policies/quiet.policy.ts': eachHas,
        'policies/f.policy.ts': oneSocket,
      })
    expect(bottle(['synth', '--no-types', '--project', whole]).status).toBe(0)
    expect(inShards('synth', folder, count, '--no-types').last).toMatchObject({ status: 0 })
    expect(treeOf(folder)).toEqual(treeOf(whole))
  })

  it('removes orphans in the last step alone, and never what is another shard’s', () => {
    const folder = makeProject(good)
    inShards('synth', folder, 2, '--no-types')
    const before = treeOf(folder)
    rmSync(join(folder, fileOf('agent-4')))
    const records = join(makeProject(), 'records')
    for (const index of [1, 2]) {
      run(folder, 'synth', '--shard', `${index}/2`, '--shard-dir', records, '--no-types')
      expect(treeOf(folder)).toEqual(before)
    }
    run(folder, 'synth', '--join', records, '--no-types')
    expect(existsSync(join(folder, 'smolfiles/agent-4'))).toBe(false)
    expect(readdirSync(join(folder, 'smolfiles'))).toHaveLength(slugs.length - 1)
  })

  it('leaves orphans where a shard has failed', () => {
    const folder = makeProject(good)
    inShards('synth', folder, 2, '--no-types')
    rmSync(join(folder, fileOf('agent-4')))
    writeProject(folder, { [fileOf('agent-5')]: 'export default 1' })
    const { last } = inShards('synth', folder, 2, '--no-types')
    expect(last.status).toBe(1)
    expect(existsSync(join(folder, 'smolfiles/agent-4'))).toBe(true)
    expect(inShards('synth', folder, 2, '--no-types', '--keep-going').last.status).toBe(1)
    expect(existsSync(join(folder, 'smolfiles/agent-4'))).toBe(false)
    expect(existsSync(join(folder, 'smolfiles/agent-5'))).toBe(true)
  })
})

describe('the last step refuses', () => {
  const project = makeSharedProject(good)

  it.each<[string, string, (place: { records: string; project: string }) => void]>([
    [
      'a shard that is missing',
      'shard 2/3 is missing',
      ({ records }) => rmSync(join(records, second)),
    ],
    ['no record', 'no record of a shard', ({ records }) => empty(records)],
    [
      'two divisions',
      'several divisions',
      ({ records }) => edit(records, second, (record) => ({ ...record, count: 4 })),
    ],
    [
      'one shard twice',
      'several records of shard 1/3',
      ({ records }) => edit(records, second, (_, first) => first),
    ],
    [
      'files of another shard',
      'not of its shard',
      ({ records }) =>
        edit(records, second, (record, first) => ({ ...record, files: first.files })),
    ],
    [
      'what is no JSON',
      'it is not JSON',
      ({ records }) => writeFileSync(join(records, second), '{'),
    ],
    [
      'another version of the record',
      'malformed',
      ({ records }) => edit(records, second, (record) => ({ ...record, shard: 2 })),
    ],
    [
      'a key that is none',
      'malformed',
      ({ records }) => edit(records, second, (record) => ({ ...record, '\u001b[31m': 2 })),
    ],
    [
      'an index that is out of the division',
      'index is larger than count',
      ({ records }) => edit(records, second, (record) => ({ ...record, index: 9 })),
    ],
    [
      'another tool',
      'another version of bottleworks',
      ({ records }) =>
        edit(records, second, (record) => ({ ...record, made: { ...made(record), tool: 'x' } })),
    ],
    [
      'another configuration',
      'another configuration',
      (place) =>
        writeProject(place.project, { 'bottleworks.config.json': '{ "layout": "lines" }' }),
    ],
    [
      'a baseline that was added',
      'with another baseline',
      (place) =>
        writeProject(place.project, {
          'bottleworks.baseline.json': new Baseline([
            { bottle: 'agent-2', code: 'BW017', count: 1 },
          ]).text(),
        }),
    ],
    [
      'a file that was changed',
      `${fileOf('agent-2')} has changed`,
      (place) =>
        writeProject(place.project, { [fileOf('agent-2')]: `${bottleSource('agent-2')}\n` }),
    ],
    [
      'an import that was changed',
      'bottles/lib/quiet.ts has changed',
      (place) =>
        writeProject(place.project, { 'bottles/lib/quiet.ts': "export const level = 'x'\n" }),
    ],
    [
      'a file that was added',
      'bottles/new.bottle.ts was added',
      (place) => writeProject(place.project, { 'bottles/new.bottle.ts': bottleSource('new') }),
    ],
    [
      'a file that was removed',
      `${fileOf('agent-2')} was removed`,
      (place) => rmSync(join(place.project, fileOf('agent-2'))),
    ],
    [
      'a policy that was added',
      'with other policies',
      (place) => writeProject(place.project, { 'policies/fleet.policy.ts': oneSocket }),
    ],
  ])('%s', (_, message, change) => {
    const place = { project: makeProject(good), records: join(makeProject(), 'records') }
    for (const index of [1, 2, 3]) {
      const argv = ['--shard', `${index}/3`, '--shard-dir', place.records]
      run(place.project, 'check', ...argv, '--no-types')
    }
    change(place)
    const found = run(place.project, 'check', '--join', place.records, '--no-types')
    expect(found.status).toBe(1)
    expect(found.document.diagnostics.map((each) => each.code)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^BW20[56]$/)]),
    )
    expect(JSON.stringify(found.document.diagnostics)).toContain(message)
    expect(found.document.bottles).toEqual([])
  })

  it.each([
    ['other strictness', ['--strict'], 'other strictness'],
    ['another output tree', ['--out', 'other'], 'another output tree'],
    ['no types', [], 'other checks of types'],
  ])('%s', (_, more, message) => {
    const records = join(makeProject(), 'records')
    run(project, 'check', '--shard', '1/1', '--shard-dir', records, '--no-types')
    const types = message.includes('types') ? [] : ['--no-types']
    const found = run(project, 'check', '--join', records, ...types, ...more)
    expect(JSON.stringify(found.document.diagnostics)).toContain(message)
    expect(found.status).toBe(1)
  })

  it('a folder that is not there', () => {
    const found = run(project, 'check', '--join', join(project, 'nowhere'))
    expect(found.document.diagnostics).toMatchObject([{ code: 'BW202' }])
  })
})

describe('the options of shards', () => {
  const project = makeSharedProject(good)

  it.each([
    [['--shard', '1/2'], '--shard needs --shard-dir'],
    [['--shard-dir', 'x'], '--shard-dir is about --shard'],
    [['--shard', '3/2', '--shard-dir', 'x'], 'must be like 2/5'],
    [['--shard', '0/2', '--shard-dir', 'x'], 'must be like 2/5'],
    [['--shard', '1/20000', '--shard-dir', 'x'], 'at most 10000'],
    [['agent-1', '--shard', '1/2', '--shard-dir', 'x'], 'takes no slugs'],
    [['--only', 'agent-1', '--join', 'x'], 'takes no slugs'],
    [['--shard', '1/2', '--shard-dir', 'x', '--join', 'x'], 'takes no --shard'],
  ])('%j are wrong usage', (argv, message) => {
    for (const command of ['check', 'synth']) {
      const found = bottle([command, ...argv, '--project', project])
      expect(found.status).toBe(64)
      expect(found.stderr).toContain(message)
    }
  })

  it.each(['smolfiles', 'smolfiles/records', 'bottles/records'])(
    'leave nothing in %s',
    (folder) => {
      const argv = ['--shard', '1/1', '--shard-dir', join(project, folder), '--no-types']
      const found = run(project, 'check', ...argv)
      expect(found.document.diagnostics).toMatchObject([{ code: 'BW202' }])
      expect(existsSync(join(project, folder, 'shard-1-of-1.json'))).toBe(false)
    },
  )
})

const second = 'shard-2-of-3.json'

type Json = Readonly<Record<string, unknown>>

function edit(records: string, name: string, change: (record: Json, first: Json) => Json): void {
  const read = (file: string) => JSON.parse(readFileSync(join(records, file), 'utf8')) as Json
  const changed = change(read(name), read('shard-1-of-3.json'))
  writeFileSync(join(records, name), JSON.stringify(changed))
}

function made(record: Json): Json {
  return record.made as Json
}

function empty(records: string): void {
  for (const name of readdirSync(records)) rmSync(join(records, name))
}

function addressed(slug: string, address: string): string {
  const device = `.net(gvproxy('/run/${slug}.sock', { address: '${address}' }))`
  return bottleSource(slug, device)
}

function accepting(slug: string, rule: string): string {
  return `${bottleSource(slug).trimEnd()}.acknowledge('${rule}', 'a reason')\n`
}

function treeOf(project: string): Readonly<Record<string, string>> {
  const out = join(project, 'smolfiles')
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  )
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(out.length), readFileSync(path, 'utf8')]),
  )
}
