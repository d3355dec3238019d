import { describe, expect, it } from 'vitest'
import {
  authorityVariables,
  exemptionVariables,
  proxyVariables,
  steeringVariables,
  verificationVariables,
} from '../../src/dialects/environment-names.ts'
import type { NameList } from '../../src/dialects/name-list.ts'
import type { ProgramOptions } from '../../src/dialects/program-options.ts'
import {
  governingOptions,
  longOptions,
  looseningOptions,
  loosestValues,
  looseValues,
  programAliases,
  programOptions,
  steeringKeys,
  steeringOptions,
  strictestValues,
} from '../../src/dialects/program-options.ts'
import { secretNames } from '../../src/dialects/secrets/names.ts'
import { signalNames } from '../../src/dialects/values/signal.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { refusedOfPromises, removedGlobals } from '../../src/evaluate/guest/harden.ts'
import { classes, dialects, smolfiles, spellings } from '../support/name-lists.ts'
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
  steeringOptions: steeringOptions.names,
  looseValues: looseValues.names,
  loosestValues: loosestValues.names,
  strictestValues: strictestValues.names,
  longOptions: longOptions.names,
  steeringKeys: steeringKeys.names,
  programOptions: Object.entries(programOptions).map(([name, options]) => told(name, options)),
  programAliases: Object.entries(programAliases).map((pair) => pair.join(' is ')),
  signalNames,
  removedGlobals,
  refusedOfPromises: refusedOfPromises.prototype,
  refusedOfPromiseConstructors: refusedOfPromises.constructor,
}

/** What is said of one program, in a line. */
function told(name: string, { short, loosening, governing, steering }: ProgramOptions): string {
  return [
    name,
    ...Object.entries(short).map(([letter, full]) => `-${letter} ${full}`),
    ...Object.entries({ loosening, governing, steering }).flatMap(([kind, list]) =>
      list === undefined ? [] : [`${kind}: ${list.names.join(' ')}`],
    ),
  ].join(', ')
}

it('has the names that were decided on: a change of a list is a change of this file too', async () => {
  const texts = Object.entries(lists).map(([list, names]) => `${[list, ...names].join('\n  ')}\n`)
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/name-lists.txt')
})

function codes(env: readonly string[]): readonly string[] {
  const { diagnostics } = vetSmolfile(
    'Smolfile',
    smolfiles['claude-bottle']({ env }),
    'claude-bottle',
  )
  // Of the device nothing is asked here.
  return diagnostics.map(({ code }) => code).filter((code) => code !== 'BW017')
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
