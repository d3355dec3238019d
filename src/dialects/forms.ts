import * as v from 'valibot'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { escapeControls, quote } from '../diagnostic/text.ts'
import type { Rows } from '../language/rows.ts'
import { isTable } from '../smolfile/is-table.ts'
import { settingPath } from '../smolfile/setting-path.ts'
import { tomlKey } from '../smolfile/toml-text.ts'
import type { TomlTree } from '../smolfile/toml-tree.ts'
import { UnreadValue } from '../smolfile/toml-tree.ts'
import type { DialectName } from './dialects.ts'
import { dialectOf } from './dialects.ts'
import { Guess } from './guess.ts'
import { hostKind } from './kinds.ts'
import { ProblemList } from './problem-list.ts'
import { rowAtPath } from './rows.ts'
import type { SchemaNode } from './schema-node.ts'
import { schemaNode, unwrap } from './schema-node.ts'
import { schemaProblems } from './schema-problems.ts'
import { reservedNames } from './values/reserved-names.ts'

type Table = Readonly<Record<string, unknown>>

/** The data of a Smolfile, sorted into what its dialect has a form for and what it has not. */
export interface Forms {
  /** The data without what is unfit. What it must have at the top may be missing. */
  readonly fit: Table
  /** The rest, by its path with every name as a key of TOML: no part of the data is in neither. */
  readonly unfit: ReadonlyMap<string, unknown>
  /** What is wrong with the rest. */
  readonly problems: readonly Problem[]
}

/** Sorts untrusted data by the form of its dialect, and says what is wrong with it. */
export function readForms(dialect: DialectName, tree: Pick<TomlTree, 'data' | 'headers'>): Forms {
  const { rows, schema } = dialectOf(dialect)
  const reader = new FormReader(rows, new Guess(dialect, rows, tree), new ProblemList())
  const entries = schemaNode(schema).entries ?? {}
  const { fit } = reader.readTable(entries, tree.data, { path: '', key: '', meant: '' })
  return { fit, unfit: reader.unfit, problems: reader.problems.all() }
}

/** A place in the data: as messages have it, and as no other place is called. */
interface At {
  readonly path: string
  readonly key: string
  /** The path of the setting that is most likely meant. */
  readonly meant: string
}

/** The setting that a value is of, which is all of it or an element. */
interface Whole {
  readonly at: At
  readonly value: unknown
}

const nothing: unique symbol = Symbol('nothing of the value fits')

class FormReader {
  readonly unfit = new Map<string, unknown>()
  readonly problems: ProblemList
  readonly #rows: Rows
  readonly #guess: Guess

  constructor(rows: Rows, guess: Guess, problems: ProblemList) {
    this.#rows = rows
    this.#guess = guess
    this.problems = problems
  }

  /** Returns what fits of a table, and whether it has all that it must have. */
  readTable(entries: Readonly<Record<string, SchemaNode>>, data: Table, at: At) {
    const fit: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(data)) {
      const inner = within(at, key)
      const known = Object.hasOwn(entries, key) ? entries[key] : undefined
      if (known === undefined) {
        this.#refuseKey(key, value, inner, at)
        continue
      }
      const read = this.#read(known, value, inner)
      if (read !== nothing) fit[key] = read
    }
    const required = Object.keys(entries).filter((key) => entries[key]?.type !== 'optional')
    for (const key of required) {
      if (Object.hasOwn(data, key)) continue
      const { path } = within(at, key)
      this.problems.add('BW007', () => errorAt('BW007', path, `${escapeControls(path)} is missing`))
    }
    return { fit, isWhole: required.every((key) => Object.hasOwn(fit, key)) }
  }

  /** An unknown key, and what is wrong with its keys where it is known what table is meant. */
  #refuseKey(key: string, value: unknown, inner: At, at: At): void {
    this.#refuse('BW007', inner, value, () =>
      unknown(at.path, inner.path, key, this.#guess.ofKey(key, at.meant, value, inner.path)),
    )
    const meaning = isTable(value) ? this.#guess.meaningOf(key, at.meant) : undefined
    // What is told here again is all part of the one value that is unfit.
    const within = new FormReader(this.#rows, this.#guess, this.problems)
    if (meaning?.kind === 'wrapper') within.readTable({}, value as Table, inner)
    const row = meaning?.kind === 'setting' ? rowAtPath(this.#rows, meaning.path) : undefined
    if (meaning?.kind !== 'setting' || row?.kind !== 'table') return
    const { entries = {} } = schemaNode(hostKind(row).schema(row))
    within.readTable(entries, value as Table, { ...inner, meant: meaning.path })
  }

  #read(schema: SchemaNode, data: unknown, at: At, whole: Whole = { at, value: data }): unknown {
    const { entries, item, value } = unwrap(schema)
    if (data instanceof UnreadValue) {
      const message = `${escapeControls(at.path)} is ${data.kind}, which no setting takes`
      return this.#refuse('BW007', at, data, () =>
        errorAt('BW007', at.path, message, this.#guess.ofValue(whole.at.meant, whole.value)),
      )
    }
    if (entries !== undefined || value !== undefined) {
      if (Array.isArray(data))
        return this.#refuse('BW067', at, data, () =>
          notTable(at.path, this.#guess.ofValue(at.meant, data)),
        )
      if (!isTable(data)) return this.#refuseType(schema, data, at, whole)
      if (entries === undefined) return this.#readNames(value as SchemaNode, data, at)
      const { fit, isWhole } = this.readTable(entries, data, at)
      if (isWhole) return fit
      this.unfit.set(at.key, data)
      return nothing
    }
    if (item !== undefined && Array.isArray(data)) return this.#readList(item, data, at)
    return v.is(genericOf(schema), data) ? data : this.#refuseType(schema, data, at, whole)
  }

  /** A list; its elements that do not fit are one value of their own, at the path `env[]`. */
  #readList(schema: SchemaNode, data: readonly unknown[], at: At): readonly unknown[] {
    const unfit: unknown[] = []
    const fit = data.flatMap((each, index) => {
      const inner = within(at, index)
      const read = this.#read(schema, each, inner, { at, value: data })
      if (read !== nothing) return [read]
      this.unfit.delete(inner.key)
      unfit.push(each)
      return []
    })
    if (unfit.length > 0) this.unfit.set(`${at.key}[]`, unfit)
    return fit
  }

  /** A table of free names. */
  #readNames(schema: SchemaNode, data: Table, at: At): Table {
    const fit: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(data)) {
      const inner = within(at, name)
      if (reservedNames.has(name)) {
        this.#refuse('BW053', inner, value, () => refused(inner.path, name))
        continue
      }
      const read = this.#read(schema, value, inner)
      if (read !== nothing) fit[name] = read
    }
    return fit
  }

  #refuseType(schema: SchemaNode, data: unknown, at: At, whole: Whole): typeof nothing {
    return this.#refuse('BW007', at, data, () => {
      const { issues } = v.safeParse(genericOf(schema), data)
      const [problem] = schemaProblems(this.#rows, issues ?? [], () => at.path)
      const found = problem ?? errorAt('BW007', at.path, `${escapeControls(at.path)} is malformed`)
      const hint = this.#guess.ofValue(whole.at.meant, whole.value)
      return hint === undefined ? found : { ...found, hint }
    })
  }

  #refuse(
    code: 'BW007' | 'BW053' | 'BW067',
    at: At,
    data: unknown,
    make: () => Problem,
  ): typeof nothing {
    this.unfit.set(at.key, data)
    this.problems.add(code, make)
    return nothing
  }
}

function within({ path, key, meant }: At, part: string | number): At {
  const name = typeof part === 'number' ? part : tomlKey(part)
  return {
    path: settingPath([part], path),
    key: settingPath([name], key),
    meant: settingPath([part], meant),
  }
}

/** A node is a schema, of which it shows the parts alone. */
function genericOf(node: SchemaNode): v.GenericSchema {
  return node as unknown as v.GenericSchema
}

/**
 * A list that stands where a table belongs. Upstream's parser takes it for the table's values in
 * the order of its struct, so that `secrets = { TOKEN = ["PATH"] }` reads the variable PATH, which
 * nobody means.
 */
function notTable(path: string, hint: string | undefined): Problem {
  const shown = escapeControls(path)
  const message = `${shown} is a list; it must be a table`
  return errorAt('BW067', path, message, hint ?? `write its keys by name, under [${shown}]`)
}

function refused(path: string, name: string): Problem {
  return errorAt('BW053', path, `the name ${quote(name)} is refused`, 'use another name')
}

function unknown(outer: string, path: string, key: string, hint: string | undefined): Problem {
  const where = outer === '' ? '' : ` in ${escapeControls(outer)}`
  return errorAt('BW007', path, `unknown setting ${quote(key)}${where}`, hint)
}
