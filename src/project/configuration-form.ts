import { posix } from 'node:path'
import * as v from 'valibot'
import type { Layout } from '../dialects/dialect.ts'
import { layouts } from '../dialects/dialect.ts'
import type { Part } from '../dialects/parts.ts'
import { partNames } from '../dialects/parts.ts'
import { parseOwnRange } from '../dialects/values/own-address.ts'
import { closedObject } from '../files/json-schemas.ts'

/** From what fails on the fewest findings to what fails on each. */
export const gates = ['widens', 'inside', 'any'] as const

/** On which findings of a review `bottle diff` exits with 2. */
export type Gate = (typeof gates)[number]

/** Longest path that is taken, in UTF-16 code units. */
const longestPath = 200

/**
 * Whether `path` is one inside the project, in its one form, and leads into nothing that git, GitHub
 * or npm obeys, on a file system that folds case or drops characters either.
 */
function isProjectPath(path: string): boolean {
  return (
    path.length <= longestPath &&
    path === posix.normalize(path) &&
    path.split('/').every(isPlainName)
  )
}

function isPlainName(name: string): boolean {
  if (name === '' || name.includes('\\') || /^\s|[\s.]$/.test(name)) return false
  if (/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(name)) return false
  return !/^(?:\.git|\.github|node_modules|(?:git|github)~\d.*)$/i.test(name.normalize('NFKC'))
}

const folder = (about: string) =>
  v.optional(v.pipe(v.string(), v.check(isProjectPath), v.description(about)))

/** The form of a configuration. Every key may be left out. */
export const configurationSchema = closedObject({
  $schema: v.optional(v.pipe(v.string(), v.description('The schema that an editor checks with.'))),
  out: folder('The output tree, from the project. Default: smolfiles.'),
  bottles: folder('The folder of the bottle files, from the project. Default: bottles.'),
  strict: v.optional(
    v.pipe(v.boolean(), v.description('Warnings fail like errors. Default: false.')),
  ),
  failOn: v.optional(
    v.pipe(
      v.picklist(gates),
      v.description(
        'bottle diff exits with 2 on findings that widen, on these and those inside, or on any. Default: never.',
      ),
    ),
  ),
  failOnParts: v.optional(
    v.pipe(
      v.array(v.picklist(partNames)),
      v.minLength(1),
      v.description('The parts of a bottle of which findings count for failOn. Default: all.'),
    ),
  ),
  gatewayAddresses: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => parseOwnRange(text) !== undefined),
      v.description(
        'The addresses of which each gateway has one, by the slug of its bottle, where the bottle names none: a range in 127.0.0.0/8 and outside 127.0.0.0/16, such as "127.77.0.0/16". Default: none.',
      ),
    ),
  ),
  layout: v.optional(
    v.pipe(
      v.picklist(layouts),
      v.description(
        'How Smolfiles are laid out: lines has one argument and one variable a line. Default: compact.',
      ),
    ),
  ),
  requires: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(longestPath),
      v.description('The versions of bottleworks that may work on the project, such as "^1.2".'),
    ),
  ),
})

/** A configuration with its defaults. */
export interface Settings {
  readonly out: string
  readonly bottles: string
  readonly strict: boolean
  readonly failOn: Gate | undefined
  /** The parts of which findings count; all when there are none. */
  readonly failOnParts: readonly Part[] | undefined
  /** The addresses of which each gateway has one, where its bottle names none: a range. */
  readonly gatewayAddresses: string | undefined
  readonly layout: Layout
  readonly requires: string | undefined
}

export const defaultSettings: Settings = {
  out: 'smolfiles',
  bottles: 'bottles',
  strict: false,
  failOn: undefined,
  failOnParts: undefined,
  gatewayAddresses: undefined,
  layout: 'compact',
  requires: undefined,
}
