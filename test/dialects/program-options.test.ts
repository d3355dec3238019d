import { describe, expect, it } from 'vitest'
import type { NameList } from '../../src/dialects/name-list.ts'
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
import { classes, dialects, spellings } from '../support/name-lists.ts'

function each(list: NameList) {
  return it.each(spellings(list.names))
}

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

const bare = { command: ['agent'] }

describe('a value of an option that governs', () => {
  each(strictestValues)('%s gives the least', (value) => {
    for (const dialect of dialects) {
      for (const before of [bare, { command: ['agent', '--sandbox=x'] }]) {
        const strict = { command: ['agent', `--sandbox=${value}`] }
        expect(classes(dialect, before, strict)).toEqual(['inside'])
        expect(classes(dialect, strict, before)).toEqual(['widens'])
      }
    }
  })
})

describe('an option that says how a program connects', () => {
  each(steeringOptions)('--%s widens, whatever becomes of it', (name) => {
    for (const dialect of dialects) {
      const told = { command: ['agent', `--${name}=x`] }
      expect(classes(dialect, bare, told)).toEqual(['widens'])
      expect(classes(dialect, told, bare)).toEqual(['widens'])
      expect(classes(dialect, told, { command: ['agent', `--${name}=y`] })).toEqual(['widens'])
    }
  })

  each(steeringKeys)('the setting %s widens', (name) => {
    for (const dialect of dialects) {
      for (const more of [
        ['-c', `${name}=x`],
        ['config', name, 'x'],
      ]) {
        const found = classes(dialect, bare, { command: ['agent', ...more] })
        expect(found).toContain('widens')
        expect(found).not.toContain('neutral')
      }
    }
  })
})

describe('a value', () => {
  each(loosestValues)('%s loosens, whatever it is of', (value) => {
    for (const dialect of dialects) {
      const found = classes(dialect, bare, { command: ['agent', '--any', value] })
      expect(found).toEqual(['inside', 'widens'])
    }
  })

  each(longOptions)('of --%s is each word behind it', (name) => {
    for (const dialect of dialects) {
      const command = ['agent', `--${name}`, 'one']
      const more = { command: [...command, 'two'] }
      expect(classes(dialect, { command }, more)).toEqual(['widens'])
    }
  })
})

describe('an option of one program', () => {
  const programs = Object.entries(programOptions)
  const shorts = programs.flatMap(([program, { short }]) =>
    Object.entries(short).map(([letter, full]) => [program, letter, full] as const),
  )

  it.each(shorts)('%s -%s is --%s', (program, letter, full) => {
    for (const dialect of dialects) {
      const told = (...more: readonly string[]) => {
        const command = [program, ...more]
        return [
          classes(dialect, { command: [program] }, { command }),
          classes(dialect, { command }, { command: [program] }),
        ]
      }
      expect(told(`-${letter}`)).toEqual(told(`--${full}`))
      expect(told(`-${letter}=x`)).toEqual(told(`--${full}=x`))
      expect(told(`-${letter}!never`)).toEqual(told(`--${full}=!never`))
      expect(told(`-${letter}`, 'never')).toEqual(told(`--${full}`, 'never'))
    }
  })

  it.each(
    programs.flatMap(([program, options]) =>
      (['loosening', 'governing', 'steering'] as const).flatMap((kind) =>
        (options[kind]?.names ?? []).map((name) => [program, kind, name] as const),
      ),
    ),
  )('of %s, %s: --%s', (program, kind, name) => {
    for (const dialect of dialects) {
      const [without, told] = [[program], [program, `--${name}`]].map((command) => ({ command }))
      const changes = [
        classes(dialect, without ?? {}, told ?? {}),
        classes(dialect, told ?? {}, without ?? {}),
      ]
      expect(changes).toEqual(
        {
          loosening: [['widens'], ['narrows']],
          governing: [['inside'], ['widens']],
          steering: [['widens'], ['widens']],
        }[kind],
      )
      // Of another program it says nothing, or what it says of all.
      const other = [['other'], ['other', `--${name}`]].map((command) => ({ command }))
      expect(classes(dialect, other[0] ?? {}, other[1] ?? {})).not.toContain('neutral')
    }
  })

  it.each(Object.entries(programAliases))('%s has those of %s', (alias, program) => {
    const [[letter = ''] = []] = Object.entries(programOptions[program]?.short ?? {})
    const spellings = [alias, `/usr/bin/${alias}`, `@of/${alias}@latest`, `of/${alias}:1`]
    for (const dialect of dialects) {
      for (const name of [...spellings, program]) {
        const [without, told] = [[name], [name, `-${letter}`]].map((command) => ({ command }))
        const found = classes(dialect, without ?? {}, told ?? {})
        const own = classes(dialect, { command: [program] }, { command: [program, `-${letter}`] })
        expect(found, name).toEqual(own)
      }
    }
  })
})
