import * as v from 'valibot'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { escapeControls, nearest, quote } from '../diagnostic/text.ts'
import type { Rows } from '../language/rows.ts'
import { isTable } from '../smolfile/is-table.ts'
import { settingPath } from '../smolfile/setting-path.ts'
import { tomlKey } from '../smolfile/toml-text.ts'
import { UnreadValue } from '../smolfile/toml-tree.ts'
import { ProblemList } from './problem-list.ts'
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

/** Sorts untrusted data by the form that `schema` has, and says what is wrong with it. */
export function readForms(rows: Rows, schema: v.GenericSchema, data: Table): Forms {
  const reader = new FormReader(rows)
  const fit = reader.readTable(schemaNode(schema).entries ?? {}, data, { path: '', key: '' }).fit
  return { fit, unfit: reader.unfit, problems: reader.problems.all() }
}

/** A place in the data: as messages have it, and as no other place is called. */
interface At {
  readonly path: string
  readonly key: string
}

const nothing: unique symbol = Symbol('nothing of the value fits')

class FormReader {
  readonly unfit = new Map<string, unknown>()
  readonly problems = new ProblemList()
  readonly #rows: Rows

  constructor(rows: Rows) {
    this.#rows = rows
  }

  /** Returns what fits of a table, and whether it has all that it must have. */
  readTable(entries: Readonly<Record<string, SchemaNode>>, data: Table, at: At) {
    const fit: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(data)) {
      const inner = within(at, key)
      const known = Object.hasOwn(entries, key) ? entries[key] : undefined
      if (known === undefined) {
        this.#refuse('BW007', inner, value, () => unknown(at.path, inner.path, key, entries))
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

  #read(schema: SchemaNode, data: unknown, at: At): unknown {
    const { entries, item, value } = unwrap(schema)
    if (data instanceof UnreadValue) {
      const message = `${escapeControls(at.path)} is ${data.kind}, which no setting takes`
      return this.#refuse('BW007', at, data, () => errorAt('BW007', at.path, message))
    }
    if (entries !== undefined || value !== undefined) {
      if (Array.isArray(data)) return this.#refuse('BW067', at, data, () => notTable(at.path))
      if (!isTable(data)) return this.#refuseType(schema, data, at)
      if (entries === undefined) return this.#readNames(value as SchemaNode, data, at)
      const { fit, isWhole } = this.readTable(entries, data, at)
      if (isWhole) return fit
      this.unfit.set(at.key, data)
      return nothing
    }
    if (item !== undefined && Array.isArray(data)) return this.#readList(item, data, at)
    return v.is(genericOf(schema), data) ? data : this.#refuseType(schema, data, at)
  }

  /** A list; its elements that do not fit are one value of their own, at the path `env[]`. */
  #readList(schema: SchemaNode, data: readonly unknown[], at: At): readonly unknown[] {
    const unfit: unknown[] = []
    const fit = data.flatMap((each, index) => {
      const inner = within(at, index)
      const read = this.#read(schema, each, inner)
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

  #refuseType(schema: SchemaNode, data: unknown, at: At): typeof nothing {
    return this.#refuse('BW007', at, data, () => {
      const { issues } = v.safeParse(genericOf(schema), data)
      const [problem] = schemaProblems(this.#rows, issues ?? [], () => at.path)
      return problem ?? errorAt('BW007', at.path, `${escapeControls(at.path)} is malformed`)
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

function within({ path, key }: At, part: string | number): At {
  const name = typeof part === 'number' ? part : tomlKey(part)
  return { path: settingPath([part], path), key: settingPath([name], key) }
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
function notTable(path: string): Problem {
  const shown = escapeControls(path)
  const message = `${shown} is a list; it must be a table`
  return errorAt('BW067', path, message, `write its keys by name, under [${shown}]`)
}

function refused(path: string, name: string): Problem {
  return errorAt('BW053', path, `the name ${quote(name)} is refused`, 'use another name')
}

function unknown(outer: string, path: string, key: string, entries: object): Problem {
  const where = outer === '' ? '' : ` in ${escapeControls(outer)}`
  const guess = nearest(key.slice(0, 100), Object.keys(entries))
  const hint = guess === undefined ? undefined : `did you mean ${quote(guess)}?`
  return errorAt('BW007', path, `unknown setting ${quote(key)}${where}`, hint)
}
