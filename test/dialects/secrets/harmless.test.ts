import { expect, it } from 'vitest'
import { secretReason, secretsIn, secretsInArguments } from '../../../src/dialects/secrets.ts'
import { harmlessCommands, harmlessValues, harmlessVariables } from './harmless.ts'

it.each(harmlessValues.map((value, index) => [index, value] as const))(
  'passes the harmless value %i',
  (_index, value) => {
    expect(secretReason('NOTE', value), value).toBeUndefined()
    expect(secretsIn(`run ${value}`), value).toEqual([])
  },
)

it.each(Object.entries(harmlessVariables))('passes the variable %s', (name, value) => {
  expect(secretReason(name, value)).toBeUndefined()
  expect(secretsIn(`export ${name}=${JSON.stringify(value)}`)).toEqual([])
})

it.each(harmlessCommands.map((words) => [words.join(' '), words] as const))(
  'passes the command %s',
  (_line, words) => {
    expect(secretsInArguments(words).flat()).toEqual([])
  },
)
