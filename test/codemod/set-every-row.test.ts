import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changeSettingIn } from '../../src/codemod/change-setting.ts'
import type { DialectName } from '../../src/dialects/dialects.ts'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import { SettingError } from '../../src/dialects/setting-error.ts'
import type { Kind, Row, Rows } from '../../src/language/rows.ts'
import { keyOf } from '../../src/language/rows.ts'
import { openContext } from '../support/context.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'

interface Example {
  /** What follows the setting's path. */
  readonly part?: string
  readonly words: readonly string[]
  /** What the bottle says then. */
  readonly written: string
}

/** How a row of each kind is set; none is set key by key. */
const examples: { readonly [K in Kind]: ((row: Row) => Example) | undefined } = {
  text: () => ({ words: ['some-text'], written: "'some-text'" }),
  constant: undefined,
  image: () => ({ words: ['alpine:3.21'], written: "'alpine:3.21'" }),
  guestPath: () => ({ words: ['/srv'], written: "'/srv'" }),
  user: () => ({ words: ['1000:1000'], written: "'1000:1000'" }),
  word: (row) => {
    const word = row.kind === 'word' ? (row.words.at(-1) ?? '') : ''
    return { words: [word], written: `'${word}'` }
  },
  duration: () => ({ words: ['7s'], written: "'7s'" }),
  signal: () => ({ words: ['SIGUSR1'], written: "'SIGUSR1'" }),
  loopbackAddress: undefined,
  flag: () => ({ words: ['false'], written: 'false' }),
  count: () => ({ words: ['7'], written: '7' }),
  mebibytes: () => ({ words: ['16gib'], written: 'gib(16)' }),
  argv: () => ({ words: ['run', '--now'], written: "'run', '--now'" }),
  texts: () => ({ words: ['first step', 'second'], written: "'first step', 'second'" }),
  ports: () => ({ words: ['8080:80'], written: '{ host: 8080, guest: 80 }' }),
  volumes: () => ({ words: ['./more:/more:ro'], written: "'./more:/more:ro'" }),
  set: () => ({ words: ['a', 'b'], written: "'a', 'b'" }),
  hosts: () => ({ words: ['a.example', 'b.example'], written: "'a.example', 'b.example'" }),
  hostPatterns: () => ({ words: ['*.c.example'], written: "'*.c.example'" }),
  ranges: () => ({ words: ['192.0.2.0/24'], written: "'192.0.2.0/24'" }),
  udpRanges: () => ({ words: ['192.0.2.7:123'], written: "'192.0.2.7:123'" }),
  methods: () => ({ words: ['GET', 'HEAD'], written: "'GET', 'HEAD'" }),
  variables: () => ({ part: '.LEVEL', words: ['info'], written: "LEVEL: 'info'" }),
  references: () => ({ part: '.KEY', words: ['env:KEY'], written: "'KEY', hostEnv('KEY')" }),
  network: () => ({ words: ['tsi:an old tool'], written: "tsi({ reason: 'an old tool' })" }),
  devices: () => ({ words: ['gvproxy:/run/y.sock'], written: "gvproxy('/run/y.sock')" }),
  table: undefined,
  tables: undefined,
}

/** The settings that a command can set, with their paths. */
function settable(rows: Rows, prefix = ''): readonly (readonly [path: string, row: Row])[] {
  return Object.entries(rows).flatMap(([name, row]): readonly (readonly [string, Row])[] => {
    const path = prefix + keyOf(name, row)
    if (row.kind === 'table') return settable(row.rows, `${path}.`)
    return prefix === '' && row.method === false ? [] : [[path, row]]
  })
}

const bases: Record<DialectName, string> = {
  'claude-bottle': "bottle('x').net(gvproxy('/run/x.sock'))",
  smolvm: "machine('x').net(virtioNet({ allowHosts: ['x.example'] }))",
}

/** What some settings need beside them. */
const companions: Readonly<Record<string, string>> = {
  'fork.pool_size': '.cuda()',
  'fork.cuda_vram_limit_mib': '.cuda().fork({ poolSize: 2 })',
  'branch.pool_size': '.cuda()',
  'branch.cuda_vram_limit_mib': '.cuda().branch({ poolSize: 2 })',
}

const project = makeSharedProject({ 'bottles/x.bottle.ts': '' })
const context = openContext(project)
const file = join(project, 'bottles/x.bottle.ts')

async function change(path: string, words?: readonly string[]): Promise<string> {
  const edit = { slug: 'x', path, ...(words ? { words } : {}) }
  const { ok, diagnostics } = await changeSettingIn(context(), edit)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect({ ok, errors }).toEqual({ ok: true, errors: [] })
  return readFileSync(file, 'utf8')
}

/** What is left without a setting that the base had. */
const bare: Readonly<Record<string, string>> = {
  net: "export default machine('x')",
  'network.allow_hosts': "export default machine('x').net(virtioNet())",
}

/** The calls of the bottle, whatever their layout. */
function callsIn(source: string): string {
  return source.slice(source.indexOf('export')).replace(/\s+/g, '')
}

describe.each(dialectNames)('bottle set and unset, in the dialect %s', (dialect) => {
  it.each(settable(dialectOf(dialect).rows))('%s', async (path, row) => {
    const calls = `export default ${bases[dialect]}${companions[path] ?? ''}\n`
    rmSync(file)
    writeProject(project, {
      'bottles/x.bottle.ts': `import { bottle, gvproxy, machine, virtioNet } from 'bottleworks'\n\n${calls}`,
    })
    const example = examples[row.kind]?.(row)
    if (example === undefined) {
      await expect(change(path, ['x'])).rejects.toThrow(SettingError)
      return
    }
    const { part = '', words, written } = example
    expect(await change(path + part, words)).toContain(written)
    // What the bottle had before is exchanged and not given back; a bottle cannot lose its device.
    if (row.kind === 'devices') return
    const left = callsIn(await change(path + part))
    expect(left).toBe(callsIn(bare[path] ?? calls))
  })
})
