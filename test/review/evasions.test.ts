import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reviewTrees } from '../../src/review/review.ts'
import { tomlArray } from '../../src/smolfile/toml-text.ts'
import { dialects, smolfiles } from '../support/name-lists.ts'
import { bottleOf, treeOf } from './case-trees.ts'

/** The lines of a file of changes; a word with blanks in it stands between bars. */
function linesOf(name: string): readonly string[] {
  const text = readFileSync(new URL(`evasions/${name}.txt`, import.meta.url), 'utf8')
  return text.split('\n').filter((line) => line !== '')
}

/** The classes of the findings between two Smolfiles. */
function classes(before: string, after: string, from = 'web', to = from): readonly string[] {
  const { bottles } = reviewTrees(treeOf(bottleOf(from, before)), treeOf(bottleOf(to, after)))
  return bottles.flatMap(({ findings }) => findings.map((finding) => finding.class))
}

/** A change of settings, `what (slug to slug) | before => after`, each with `;` for a line's end. */
function settingsOf(line: string) {
  const [what = '', change = ''] = line.split(' | ')
  const [before = '', after = ''] = change.split(' => ').map((side) => {
    const lines = side.split('; ').map((each) => (each === 'ON' ? on : each))
    // A setting of one dialect alone says which it is.
    const isClear = lines.some((each) => /^(?:name|cpus) = /.test(each))
    return `${isClear ? '' : 'cpus = 1\n'}${lines.join('\n')}\n`
  })
  const [, from, to] = /\((\S+) to (\S+)\)/.exec(what) ?? []
  return classes(before, after, from, to)
}

const on = 'net = true\nnet_backend = "virtio-net"'

describe('a change of settings', () => {
  it.each(linesOf('settings-that-widen'))('widens: %s', (line) => {
    expect(settingsOf(line)).toContain('widens')
  })

  it.each(linesOf('settings-that-reach-the-same'))('gains nothing: %s', (line) => {
    expect(settingsOf(line)).not.toContain('widens')
  })

  it.each(linesOf('settings-that-narrow'))('narrows: %s', (line) => {
    const found = settingsOf(line)
    expect(found).toContain('narrows')
    expect(found).not.toContain('widens')
  })

  it.each(linesOf('settings-that-run-another'))('is inside: %s', (line) => {
    const found = settingsOf(line)
    expect(found).toContain('inside')
    expect(found).not.toContain('widens')
  })
})

/** The words of a command. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/¦([^¦]*)¦|\S+/gs)].map(([all, quoted]) => quoted ?? all)
}

type Words = readonly string[]

/** A command in each place where one can stand. */
const places: Readonly<Record<string, (words: Words) => string>> = {
  command: (command) => smolfiles['claude-bottle']({ command }),
  arguments: (command) => smolfiles.smolvm({ command }),
  'an entrypoint and its arguments': ([program = '', ...words]) =>
    `entrypoint = ${tomlArray([program])}\ncmd = ${tomlArray(words)}\n`,
  'a script': (words) => {
    const quoted = words.map((word) => (/\s/.test(word) ? `'${word}'` : word))
    return `init = ${tomlArray([quoted.join(' ')])}\n`
  },
}

function commandClasses(line: string) {
  const [before = '', after = ''] = line.split(' => ')
  return Object.entries(places).map(([place, smolfile]) => ({
    place,
    found: classes(smolfile(wordsOf(before)), smolfile(wordsOf(after))),
  }))
}

describe('a command', () => {
  it.each(linesOf('commands-that-widen'))('widens: %s', (line) => {
    for (const { place, found } of commandClasses(line)) expect(found, place).toContain('widens')
  })

  it.each(linesOf('commands-that-do-not'))('neither widens nor is neutral: %s', (line) => {
    for (const { place, found } of commandClasses(line)) {
      expect(found.length, place).toBeGreaterThan(0)
      expect(found, place).not.toContain('widens')
      expect(found, place).not.toContain('neutral')
    }
  })
})

describe('a variable', () => {
  it.each(linesOf('proxies'))('of a proxy widens, where it is %s', (line) => {
    const [proxy = ''] = wordsOf(line)
    for (const dialect of dialects) {
      for (const name of ['HTTPS_PROXY', 'http_proxy', 'npm_config_proxy']) {
        const smolfile = (...env: readonly string[]) => smolfiles[dialect]({ env })
        const filtered = smolfile(`${name}=http://proxy.internal:8888`)
        expect(classes(smolfile(), smolfile(`${name}=${proxy}`))).toEqual(['widens'])
        expect(classes(filtered, smolfile(`${name}=${proxy}`))).toEqual(['widens'])
      }
    }
  })

  it.each([
    ...linesOf('urls').map((line) => ['API_URL', 'https://a.example/1', line] as const),
    ...linesOf('exemptions').map((line) => ['NO_PROXY', 'localhost', line] as const),
  ])('%s from %s widens, where it is %s', (name, before, line) => {
    const [after = ''] = wordsOf(line)
    for (const dialect of dialects) {
      const smolfile = (value: string) => smolfiles[dialect]({ env: [`${name}=${value}`] })
      expect(classes(smolfile(before), smolfile(after))).toEqual(['widens'])
    }
  })

  it.each(linesOf('variables-that-do-not'))('gains nothing: %s', (entry) => {
    for (const dialect of dialects) {
      const found = classes(smolfiles[dialect]({}), smolfiles[dialect]({ env: [entry] }))
      expect(found).toHaveLength(1)
      expect(found).not.toContain('widens')
    }
  })
})
