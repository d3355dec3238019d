import type { AST } from 'toml-eslint-parser'
import { ParseError, parseTOML } from 'toml-eslint-parser'
import { escapeControls } from '../diagnostic/text.ts'
import { plainLineEnds } from '../files/line-ends.ts'
import { longestText } from './toml-text.ts'

/** A place in a text; lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Deeper than any dialect nests: tables, lists and the parts of a key. */
export const deepest = 32

/** Why a text is not read, and where. */
export interface TomlRefusal {
  readonly ok: false
  /** Whether it may be TOML, and is more of it than is read. */
  readonly isLimit: boolean
  readonly message: string
  readonly place?: Place
}

export type TomlParsed =
  | {
      readonly ok: true
      readonly body: AST.TOMLTopLevelTable['body']
      readonly comments: readonly AST.Comment[]
      /** The text that the nodes' ranges are of: see {@link plainLines}. */
      readonly text: string
    }
  | TomlRefusal

/**
 * Parses TOML 1.0. Everything that reads a Smolfile reads it here, so that all agree.
 *
 * toml-eslint-parser and not taplo: it keeps positions by key and by element, loads in 12 ms from
 * 66 kB of plain JavaScript and is released regularly; taplo's WebAssembly gives a formatter and
 * JSON but no positions of values, and had two releases in two years.
 */
export function parseToml(source: string): TomlParsed {
  const text = plainLines(source)
  const stray = text.indexOf('\r')
  if (stray !== -1) {
    const message = 'a carriage return stands without a line feed'
    return { ok: false, isLimit: false, message, place: placeAt(text, stray) }
  }
  try {
    const { body, comments } = parseTOML(text, { tomlVersion: '1.0' })
    return { ok: true, body: body[0].body, comments, text }
  } catch (error) {
    if (error instanceof ParseError) {
      const { lineNumber, column } = error
      const place = withinText(text, { line: lineNumber, column: column + 1 })
      return { ok: false, isLimit: false, message: escapeControls(error.message), place }
    }
    // The parser's recursion has no bound but the stack's.
    if (error instanceof RangeError) return beyondLimits
    throw error
  }
}

/** The refusal of what is deeper or longer than is read, when the parser does not say which. */
export const beyondLimits: TomlRefusal = {
  ok: false,
  isLimit: true,
  message: `it is nested more than ${deepest} levels deep, or has a text of more than ${longestText} characters`,
}

/**
 * The text without its byte order mark, and with a line feed for each end of a line: so TOML's
 * readers have it in texts of many lines too (the crate `toml`, Python's tomllib). What is left of
 * carriage returns is no TOML.
 */
export function plainLines(source: string): string {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source
  return plainLineEnds(text)
}

/** The place, or the end of the last line on which there is something. */
function withinText(text: string, place: Place): Place {
  const end = placeAt(text, text.trimEnd().length)
  return place.line > end.line ? end : place
}

function placeAt(text: string, offset: number): Place {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const line = text.slice(0, start).split('\n').length
  return { line, column: offset - start + 1 }
}
