import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { groupBy } from '../../diagnostic/group-by.ts'
import { count, escapeControls, quotePath } from '../../diagnostic/text.ts'
import { SourceHashes } from '../../evaluate/cache/source-hashes.ts'
import type { DefinitionFile } from '../../evaluate/discover.ts'
import type { FoundRecord, ShardMade } from './record.ts'
import { isInShard, shardText } from './shard.ts'

/** What is told one by one of what keeps shards from being joined. */
const mostTold = 20

/** What keeps records from being joined: one is missing, is there twice, or is of another division. */
export function divisionObjections(records: readonly FoundRecord[]): readonly Diagnostic[] {
  const [first] = records
  if (first === undefined) return [unjoined('there is no record of a shard to join')]
  const divisions = groupBy(records, ({ record }) => record.count)
  if (divisions.size > 1) {
    const some = [...divisions.values()].map(([{ path }]) => quotePath(path))
    return [unjoined(`the records are of several divisions: ${some.join(', ')}`)]
  }
  const total = first.record.count
  const byIndex = groupBy(records, ({ record }) => record.index)
  const doubled = [...byIndex.values()].flatMap(([{ record }, ...more]) =>
    more.length === 0 ? [] : [unjoined(`there are several records of shard ${shardText(record)}`)],
  )
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter(
    (index) => !byIndex.has(index),
  )
  const gaps = missing.map((index) =>
    unjoined(`the record of shard ${shardText({ index, count: total })} is missing`),
  )
  const astray = records.flatMap(({ path, record }) => {
    const names = new Set(record.files.map(({ file }) => file))
    const isWrong =
      names.size < record.files.length || record.files.some(({ key }) => !isInShard(key, record))
    return isWrong ? [unjoined(`${quotePath(path)} has files that are not of its shard`)] : []
  })
  return first20([...doubled, ...gaps, ...astray], unjoined)
}

/** What of a record is not as it is where shards are joined: the tool, the configuration, options. */
export function madeObjections(
  records: readonly FoundRecord[],
  made: ShardMade,
): readonly Diagnostic[] {
  const keys = Object.keys(made) as (keyof ShardMade)[]
  return records.flatMap(({ record }) =>
    keys
      .filter((key) => record.made[key] !== made[key])
      .map((key) => outdated(`shard ${shardText(record)} was made ${differences[key]}`)),
  )
}

const differences: Readonly<Record<keyof ShardMade, string>> = {
  tool: 'by another version of bottleworks',
  settings: 'with another configuration',
  baseline: 'with another baseline',
  out: 'with another output tree (--out)',
  strict: 'with other strictness (--strict)',
  types: 'with other checks of types (--no-types)',
  policies: 'with other policies',
}

/** What has changed in the sources since shards were looked at. */
export function sourceObjections(
  project: string,
  records: readonly FoundRecord[],
  all: readonly DefinitionFile[],
): readonly Diagnostic[] {
  const hashes = new SourceHashes(project)
  const listed = new Set(all.map(({ file }) => file))
  const seen = new Set(records.flatMap(({ record }) => record.files.map(({ file }) => file)))
  const added = all.filter(({ file }) => !seen.has(file)).map(({ file }) => file)
  const removed = [...seen].filter((file) => !listed.has(file))
  const changed = records.flatMap(({ record }) =>
    record.modules.filter(([path, hash]) => hashes.of(path) !== hash).map(([path]) => path),
  )
  const say = (paths: readonly string[], how: string) =>
    paths.map((path) => outdated(`${escapeControls(path)} ${how} since its shard was looked at`))
  return first20(
    [
      ...say(added, 'was added'),
      ...say(removed, 'was removed'),
      ...say([...new Set(changed)], 'has changed'),
    ],
    outdated,
  )
}

function first20(
  all: readonly Diagnostic[],
  more: (message: string) => Diagnostic,
): readonly Diagnostic[] {
  if (all.length <= mostTold) return all
  const rest = all.length - mostTold
  return [...all.slice(0, mostTold), more(`there are ${count(rest, 'more problem')} of this kind`)]
}

function unjoined(message: string): Diagnostic {
  const hint = 'give the last step one record of each shard'
  return diagnosticOf('BW205', message, { hint })
}

function outdated(message: string): Diagnostic {
  const hint = 'run all shards and the last step on the same files, with the same options'
  return diagnosticOf('BW206', message, { hint })
}
