import type fastCheck from 'fast-check'
import type * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import type { Row, Rows } from '../../language/rows.ts'
import type { Code, MethodCall } from '../code.ts'
import { literal } from '../code.ts'
import type { CommentSupply } from '../comment-supply.ts'
import { SettingError } from '../setting-error.ts'
import type { Shape } from '../shape.ts'

/** The generators of a property test. `text` gives the texts that a Smolfile may hold. */
export interface Generators {
  readonly fc: typeof fastCheck
  readonly text: fastCheck.Arbitrary<string>
  readonly entries: fastCheck.Arbitrary<readonly string[]>
}

export type Schema = v.GenericSchema

/** The method that makes a setting, and the setting's key in a Smolfile. */
export interface CallPlace {
  readonly method: string
  readonly key: string
}

/** Everything that is known of a kind of value on the host. `R` is a row of the kind. */
export interface HostKind<R = Row> {
  /** The comparison of two values. */
  readonly shape: Shape
  /** The form of a value in a Smolfile. */
  schema(row: R): Schema
  /** The form in which the builder records it. Default: the same. */
  recorded?(row: R, rows: Rows): Schema
  /** The value of a Smolfile that a recorded one gives. Default: the same. */
  document?(recorded: never): unknown
  /** The keys of a Smolfile that a recorded value gives, where it is more than its own. */
  documentKeys?(recorded: never): object
  /** The value that says the same and that a builder can give. Default: the value. */
  normalize?(value: never, row: R): unknown
  /** Checks a value, whatever the other settings are. */
  check?(value: never, path: string, row: R): readonly Problem[]
  /** Writes a value as a bottle file does. What is in the value takes its own comments. */
  write(value: never, path: string, comments: CommentSupply, row: R): Code
  /**
   * The calls that make it, where it is not one call with the value.
   *
   * @param value The value; the whole document when the row makes several keys.
   * @param place The method, and the key of the Smolfile.
   */
  calls?(value: never, place: CallPlace, comments: CommentSupply, rows: Rows): readonly MethodCall[]
  /**
   * The value that words of a command line stand for.
   *
   * @throws SettingError when they are none of this kind.
   */
  read(words: readonly string[], path: string, row: R): unknown
  /** Values that the kind's check takes; `others` are those of settings that go with it. */
  arbitrary(generators: Generators, row: R): fastCheck.Arbitrary<unknown>
}

/** The one word that is given for a setting of one value. */
export function oneWord(words: readonly string[], path: string): string {
  const [word = '', ...more] = words
  if (more.length === 0) return word
  throw new SettingError(`${path} takes one value, but ${words.length} are given`)
}

/** Writes a text, a number or a switch as it is. */
export function writeLiteral(value: string | number | boolean): Code {
  return literal(value)
}
