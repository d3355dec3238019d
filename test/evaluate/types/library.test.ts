import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { findCompiler } from '../../../src/evaluate/types/compiler.ts'
import { libraryPath, readLibrary } from '../../../src/evaluate/types/library.ts'

const folder = findCompiler()?.library ?? ''
const text = readLibrary(folder)

/** The statements of a text, without what comments change of them. */
function statements(source: string): readonly string[] {
  const { program, errors } = parseSync('lib.d.ts', source)
  expect(errors).toEqual([])
  return program.body.map((statement) =>
    JSON.stringify(statement, (key, value) => (key === 'start' || key === 'end' ? null : value)),
  )
}

/** The files that the version of the language is made of, by what they say of each other. */
function filesOf(path: string, found = new Set<string>()): ReadonlySet<string> {
  found.add(path)
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const name = /^\/\/\/\s*<reference lib="(.+)"/.exec(line)?.[1]
    const named = name === undefined ? undefined : join(folder, `lib.${name}.d.ts`)
    if (named !== undefined && !found.has(named)) filesOf(named, found)
  }
  return found
}

describe('the types of the language', () => {
  it('are those of all files, each once', () => {
    const files = [...filesOf(libraryPath(folder))]
    expect(files.length).toBeGreaterThan(50)
    const expected = files.flatMap((file) => statements(readFileSync(file, 'utf8')))
    expect([...statements(text)].sort()).toEqual(expected.sort())
  })

  it('have no comments', () => {
    expect(parseSync('lib.d.ts', text).comments).toEqual([])
  })

  it('are of the files that are there, and of none of a browser', () => {
    expect(readdirSync(folder)).toContain('lib.dom.d.ts')
    expect(text).not.toContain('HTMLElement')
  })
})
