import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { quotePath } from '../../diagnostic/text.ts'
import { FileError, systemError } from '../../files/file-error.ts'
import { closedObject } from '../../files/json-schemas.ts'
import { decodeText, readRegularFile } from '../../files/read-file.ts'
import { ReadRefusal } from '../../files/system-errors.ts'
import { writeReport } from '../../files/write-report.ts'
import { ourNames } from '../../output/tree.ts'
import { reachSchema } from './reach-schema.ts'
import type { Shard } from './shard.ts'
import { mostShards } from './shard.ts'

/** Largest record of one shard that is read, in bytes: that of some 400,000 bottles. */
const largestRecord = 128 * 1024 * 1024

const text = v.string()
const number = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))

/** What has to be the same in all shards of one check, and where they are joined. */
const made = closedObject({
  /** Of the tool, by all of it that gives an output. */
  tool: text,
  /** The configuration, as JSON. */
  settings: text,
  /** Of the warnings that do not fail; an empty text where there are none. */
  baseline: text,
  out: text,
  strict: v.boolean(),
  types: v.boolean(),
  /** Of the policies that judge; an empty text where there are none. */
  policies: text,
})

const bottle = closedObject({
  slug: text,
  /** The names of its files in the output tree; none when it is bad. */
  names: v.array(v.picklist(ourNames)),
  claims: v.array(closedObject({ what: v.picklist(['socket', 'address']), value: text })),
  /** Whether it accepts something of a policy of all bottles. */
  accepts: v.boolean(),
  /** Of a bottle that such a policy is to judge. */
  reach: v.exactOptional(reachSchema),
})

const recordSchema = closedObject({
  shard: v.literal(1),
  index: number(1, mostShards),
  count: number(1, mostShards),
  made,
  /** Whether its bottles are good, and nothing stands against the plan. */
  ok: v.boolean(),
  /** The number of files of the output tree that are not as they should be. */
  stale: number(0, Number.MAX_SAFE_INTEGER),
  /** The modules that its bottle files are made of, with the hashes of their texts. */
  modules: v.array(v.tuple([text, text])),
  /** The files with what decided their shard. */
  files: v.array(closedObject({ file: text, key: text, bottles: v.array(bottle) })),
})

/** What a shard leaves for the last step: all of its bottles that others have to know. */
export type ShardRecord = v.InferOutput<typeof recordSchema>

/** What shards have to have in common. */
export type ShardMade = v.InferOutput<typeof made>

/** A record, and the file that it stands in. */
export interface FoundRecord {
  readonly path: string
  readonly record: ShardRecord
}

const nameOf = ({ index, count }: Shard) => `shard-${index}-of-${count}.json`
const namePattern = /^shard-\d{1,5}-of-\d{1,5}\.json$/

/**
 * Writes the record of a shard.
 *
 * @throws FileError when it cannot be written (BW202).
 */
export function writeRecord(folder: string, record: ShardRecord): void {
  writeReport(join(folder, nameOf(record)), `${JSON.stringify(record)}\n`)
}

/**
 * Reads the records that shards have left in folders, or in files that are named one by one. Anybody
 * may have written them.
 *
 * @throws FileError when one cannot be read (BW202), or is no record (BW205).
 */
export function readRecords(paths: readonly string[]): readonly FoundRecord[] {
  return paths
    .flatMap((path) => (isFolder(path) ? listRecords(path) : [path]))
    .map((path) => ({ path, record: readRecord(path) }))
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    throw systemError('read', path, error)
  }
}

function listRecords(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => namePattern.test(name))
    return names.sort().map((name) => join(folder, name))
  } catch (error) {
    throw systemError('read', folder, error)
  }
}

function readRecord(path: string): ShardRecord {
  const read = (): string => {
    try {
      // Build systems hand on what one step has made as a link.
      return decodeText(readRegularFile(path, { most: largestRecord, follow: true }))
    } catch (error) {
      if (error instanceof ReadRefusal) throw malformed(path, error.message)
      throw systemError('read', path, error)
    }
  }
  const written = read()
  let data: unknown
  try {
    data = JSON.parse(written)
  } catch {
    throw malformed(path, 'it is not JSON')
  }
  const result = v.safeParse(recordSchema, data, { abortEarly: true })
  if (!result.success) {
    const where = v.getDotPath(result.issues[0])
    throw malformed(
      path,
      where === null ? 'it is no record of a shard' : `${quotePath(where)} is malformed`,
    )
  }
  const { output } = result
  if (output.index > output.count) throw malformed(path, 'index is larger than count')
  return output
}

function malformed(path: string, why: string): FileError {
  const message = `${quotePath(basename(path))} cannot be joined: ${why}`
  return new FileError('BW205', message, 'run that shard again, with this version of bottleworks')
}
