import { describe, expect, it } from 'vitest'
import {
  authorityVariables,
  exemptionVariables,
  proxyVariables,
  steeringVariables,
  verificationVariables,
} from '../../src/dialects/environment-names.ts'
import {
  governingOptions,
  looseningOptions,
  looseValues,
} from '../../src/dialects/isolation/predicates/program.ts'
import type { NameList } from '../../src/dialects/name-list.ts'
import { secretNames } from '../../src/dialects/secrets/names.ts'
import { signalNames } from '../../src/dialects/values/signal.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { refusedOfPromises, removedGlobals } from '../../src/evaluate/guest/harden.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { tomlArray } from '../../src/smolfile/toml-text.ts'
import { bottleOf, treeOf } from '../review/case-trees.ts'
import { services } from './secrets/services.ts'

const lists = {
  proxyVariables: proxyVariables.names,
  exemptionVariables: exemptionVariables.names,
  authorityVariables: authorityVariables.names,
  verificationVariables: verificationVariables.names,
  steeringVariables: steeringVariables.names,
  secretNames,
  looseningOptions: looseningOptions.names,
  governingOptions: governingOptions.names,
  looseValues: looseValues.names,
  signalNames,
  removedGlobals,
  refusedOfPromises: refusedOfPromises.prototype,
  refusedOfPromiseConstructors: refusedOfPromises.constructor,
}

it('has the names that were decided on: a change of a list is a change of this file too', async () => {
  const texts = Object.entries(lists).map(([list, names]) => `${[list, ...names].join('\n  ')}\n`)
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/name-lists.txt')
})

interface Parts {
  readonly command?: readonly string[]
  readonly env?: readonly string[]
}

/** A Smolfile of each dialect with the same program and variables. */
const smolfiles = {
  'claude-bottle': ({ command = ['sleep'], env = [] }: Parts) =>
    `name = "claude-bottle-web"\ncommand = ${tomlArray(command)}\nenv = ${tomlArray(env)}
[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "/run/x.sock"\n`,
  smolvm: ({ command = ['sleep'], env = [] }: Parts) =>
    `cmd = ${tomlArray(command)}\nenv = ${tomlArray(env)}\n`,
}
const dialects = Object.keys(smolfiles) as (keyof typeof smolfiles)[]

/** The classes of what changes between two Smolfiles. */
function classes(dialect: keyof typeof smolfiles, before: Parts, after: Parts) {
  const [old, now] = [before, after].map((parts) =>
    treeOf(bottleOf('web', smolfiles[dialect](parts))),
  )
  const { bottles } = reviewTrees(old ?? treeOf(), now ?? treeOf())
  return bottles.flatMap(({ findings }) => findings.map((finding) => finding.class))
}

function codes(env: readonly string[]): readonly string[] {
  const { diagnostics } = vetSmolfile(
    'Smolfile',
    smolfiles['claude-bottle']({ env }),
    'claude-bottle',
  )
  // Of the device nothing is asked here.
  return diagnostics.map(({ code }) => code).filter((code) => code !== 'BW017')
}

/** As the list has it, in small letters and in capitals; a star stands for nothing or for anything. */
function spellings(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const bare = name.replaceAll('*', '')
    const more = name.includes('*') ? [name.replaceAll('*', 'X')] : []
    return [...new Set([bare, bare.toLowerCase(), bare.toUpperCase(), ...more])]
  })
}

function each(list: NameList) {
  return it.each(spellings(list.names))
}

describe('a proxy variable', () => {
  each(proxyVariables)('%s is warned of and widens', (name) => {
    const env = [`${name}=http://evil.example:3128`]
    expect(codes(env)).toEqual(['BW030'])
    expect(codes([`${name}=http://proxy.internal:1`])).toEqual(['BW031'])
    for (const dialect of dialects) expect(classes(dialect, {}, { env })).toEqual(['widens'])
  })
})

describe('a variable of exemptions', () => {
  each(exemptionVariables)('%s is warned of and widens', (name) => {
    const env = [`${name}=*`]
    expect(codes(env)).toEqual(['BW032'])
    for (const dialect of dialects) expect(classes(dialect, {}, { env })).toEqual(['widens'])
  })
})

describe('a variable that says whom to trust or what to run', () => {
  for (const list of [authorityVariables, verificationVariables, steeringVariables]) {
    each(list)('%s widens', (name) => {
      const env = [`${name}=1`]
      for (const dialect of dialects) expect(classes(dialect, {}, { env })).toEqual(['widens'])
    })
  }
})

describe('a variable with the name of a secret', () => {
  it.each(spellings(secretNames))('%s is warned of and widens', (name) => {
    for (const each of [name, `MY_${name}`]) {
      const env = [`${each}=hunter2`]
      expect(codes(env), each).toEqual(['BW033'])
      for (const dialect of dialects) expect(classes(dialect, {}, { env })).toEqual(['widens'])
    }
    expect(codes([`${name}_FILE=hunter2`, `MY${name}X=hunter2`, `${name}=`])).toEqual([])
  })
})

describe('a token', () => {
  it.each(Object.entries(services))('%s is warned of, and widens', (_what, tokens) => {
    for (const token of tokens) {
      const env = [`NOTE=${token}`]
      expect(codes(env), token).toEqual(['BW033'])
      for (const dialect of dialects) expect(classes(dialect, {}, { env })).toEqual(['widens'])
    }
  })
})

describe('an option', () => {
  each(looseningOptions)('--%s loosens', (name) => {
    for (const dialect of dialects) {
      const bare = { command: ['agent'] }
      for (const option of [`-${name}`, `--${name}`]) {
        const loose = { command: ['agent', option] }
        expect(classes(dialect, bare, loose)).toEqual(['widens'])
        expect(classes(dialect, loose, bare)).toEqual(['narrows'])
      }
    }
  })

  each(governingOptions)('--%s governs', (name) => {
    for (const dialect of dialects) {
      const governed = { command: ['agent', `--${name}=x`] }
      expect(classes(dialect, governed, { command: ['agent'] })).toEqual(['widens'])
      expect(classes(dialect, governed, { command: ['agent', `--${name}=y`] })).toEqual(['widens'])
    }
  })

  each(looseValues)('of permissions, with the value %s, is loose', (value) => {
    for (const dialect of dialects) {
      const [loose, plan] = [value, 'plan'].map((mode) => ({
        command: ['agent', `--permission-mode=${mode}`],
      }))
      expect(classes(dialect, loose ?? {}, plan ?? {})).toEqual(['narrows'])
      expect(classes(dialect, plan ?? {}, loose ?? {})).toEqual(['widens'])
    }
  })
})

describe('a signal', () => {
  it.each([...signalNames, 'RTMIN+30', '1', '64'])('%s stops a machine', (name) => {
    for (const text of [name, `SIG${name}`].slice(0, /^\d/.test(name) ? 1 : 2)) {
      for (const written of [text, text.toLowerCase()]) {
        const toml = `stop_signal = "${written}"\n`
        expect(vetSmolfile('Smolfile', toml, 'smolvm').diagnostics, written).toEqual([])
      }
    }
  })
})
