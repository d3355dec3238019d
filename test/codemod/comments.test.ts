import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bottleSource } from '../../src/codemod/bottle-source.ts'
import { commentsByName } from '../../src/codemod/comments.ts'
import { formatSource } from '../../src/codemod/format-source.ts'
import { withObjections } from '../../src/codemod/objections.ts'
import { escapeControls } from '../../src/diagnostic/text.ts'
import type { SmolfileDocument } from '../../src/dialects/dialects.ts'
import { dialectOf } from '../../src/dialects/dialects.ts'
import { readComments } from '../../src/smolfile/toml-comments.ts'
import { nastyText } from '../support/nasty-text.ts'
import { validBottle, validMachine } from '../support/valid-document.ts'

/** What is read from a Smolfile of these lines, without what is empty. */
function read(...lines: readonly string[]) {
  const { header, byPath, footer } = readComments(lines.join('\n'))
  return {
    ...(header.length > 0 ? { header } : {}),
    ...Object.fromEntries(byPath),
    ...(footer.length > 0 ? { footer } : {}),
  }
}

describe('a comment', () => {
  it('is about the key below it', () => {
    expect(read('a = 1', '# one', '# two', 'b = 2')).toEqual({ b: [' one', ' two'] })
    expect(read('a = 1', '# one', '', '', 'b = 2')).toEqual({ b: [' one'] })
  })

  it('is about the key before it on its line', () => {
    expect(read('a = 1 # one', 'b = 2# two')).toEqual({ a: [' one'], b: [' two'] })
  })

  it('keeps its distance from the one before it when both are about one key', () => {
    const lines = ['z = 0', '# one', '', '# two', 'a = 1 # three']
    expect(read(...lines)).toEqual({ a: [' one', '', ' two', ' three'] })
  })

  it('is about the whole file when it begins the file and has more than one line', () => {
    expect(read('# one', '# two', 'a = 1')).toEqual({ header: [' one', ' two'] })
  })

  it('is about the whole file when a blank line is below it and no key above', () => {
    expect(read('# one', '', 'a = 1')).toEqual({ header: [' one'] })
    expect(read('', '# one', '', '# two', '', '# three', 'a = 1')).toEqual({
      header: [' one', '', ' two'],
      a: [' three'],
    })
  })

  it('is about the first key when it is one line right above it', () => {
    expect(read('# one', 'a = 1')).toEqual({ a: [' one'] })
    expect(read('', '# one', '# two', 'a = 1')).toEqual({ a: [' one', ' two'] })
  })

  it('is about the whole file when there is no key', () => {
    expect(read('# one', '', '# two')).toEqual({ header: [' one', '', ' two'] })
    expect(read('')).toEqual({})
  })

  it('stands at the end when no key is below it', () => {
    expect(read('a = 1', '# one', '', '# two')).toEqual({ footer: [' one', '', ' two'] })
  })

  it('is about the table whose header is below or before it', () => {
    const lines = ['a = 1', '# one', '[dev] # two', '# three', 'user = "x" # four']
    expect(read(...lines)).toEqual({ dev: [' one', ' two'], 'dev.user': [' three', ' four'] })
  })

  it('is about the entry of a list of tables', () => {
    const lines = ['a = 1', '# one', '[[net]] # two', 'b = 1', '# three', '[[net]]', 'b = 2 # four']
    expect(read(...lines)).toEqual({
      'net[0]': [' one', ' two'],
      'net[1]': [' three'],
      'net[1].b': [' four'],
    })
  })

  it('is about the element below or before it', () => {
    const lines = ['a = [', '# one', '"x", # two', '', '# three', '', '"y" # four', ']']
    expect(read(...lines)).toEqual({
      'a[0]': [' one', ' two'],
      'a[1]': [' three', ' four'],
    })
  })

  it('is about the list behind its brackets, and below its last element', () => {
    const lines = ['a = [ # one', '"x",', '# two', '] # three']
    expect(read(...lines)).toEqual({ a: [' one', '', ' two', ' three'] })
    expect(read('a = [ # one', '# two', ']')).toEqual({ a: [' one', '', ' two'] })
  })

  it('is about the outermost of what ends on its line', () => {
    expect(read('a = [["x"], ["y"]] # one')).toEqual({ a: [' one'] })
    expect(read('a = { b = ["x"] } # one')).toEqual({ a: [' one'] })
  })

  it('is found by the names of quoted and dotted keys', () => {
    expect(read('a."b c".d = 1 # one')).toEqual({ 'a.b c.d': [' one'] })
    expect(read('[secrets]', '"__proto__" = 1 # one')).toEqual({ 'secrets.__proto__': [' one'] })
  })

  it('is none in a text', () => {
    expect(read('a = "# one"', 'b = """', '# two', '"""', "c = '''", "# three'''")).toEqual({})
  })

  it('stands behind a text of several lines', () => {
    expect(read('a = """', 'x', '""" # one', '# two', 'b = 1')).toEqual({
      a: [' one'],
      b: [' two'],
    })
  })

  it('loses the space at its end alone', () => {
    expect(read('a = 1 #  one\t \t', '#', '#two', 'b = 2')).toEqual({
      a: ['  one'],
      b: ['', 'two'],
    })
  })

  it('ends where a line ends, whatever ends lines', () => {
    expect(read('a = 1 # one\r', '# two\r', 'b = 2\r', '')).toEqual({ a: [' one'], b: [' two'] })
    expect(read('a = 1 # one\u2028two')).toEqual({ a: [' one\u2028two'] })
  })
})

describe('no comment is lost', () => {
  const texts = nastyText.map((text) => text.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ''))
  const documents: fc.Arbitrary<SmolfileDocument> = fc.oneof(validBottle, validMachine)
  const places = fc.array(
    fc.record({ line: fc.nat({ max: 60 }), text: texts, behind: fc.boolean() }),
    { minLength: 1, maxLength: 20 },
  )

  it('on the way into a bottle file', async () => {
    const property = fc.asyncProperty(documents, places, async (document, comments) => {
      const dialect = 'command' in document ? 'claude-bottle' : 'smolvm'
      const { render, parse, normalize, vet } = dialectOf(dialect)
      const lines = render(document as never, { source: 'x' }).split('\n')
      for (const [index, { line, text, behind }] of comments.entries()) {
        const place = line % lines.length
        const before = lines[place] ?? ''
        const isFull = before.includes('#')
        const comment = `# [${index}] ${text}`
        if (behind && !isFull) lines[place] = `${before} ${comment}`
        else lines.splice(place, 0, comment)
      }
      const text = lines.join('\n')
      const normal = normalize(parse(text) as never)
      const source = await formatSource(
        bottleSource({
          dialect,
          slug: 'sample',
          document: normal,
          comments: withObjections(
            commentsByName(readComments(text), dialect, parse(text)),
            vet(normal),
            dialect,
            normal,
          ),
        }),
      )
      const written = source.split('\n').filter((line) => /^ *\/\//.test(line))
      for (const [index, comment] of comments.entries()) {
        const shown = ` [${index}] ${comment.text}`.replaceAll('\t', '  ').trimEnd()
        const found = written.filter((line) => line.trim() === `//${escapeControls(shown)}`.trim())
        expect(found, `${shown} of\n${text}\nin\n${source}`).toHaveLength(1)
      }
    })
    await fc.assert(property, { numRuns: 120 })
  })
})
