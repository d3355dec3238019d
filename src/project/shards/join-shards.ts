import { posix } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { groupBy } from '../../diagnostic/group-by.ts'
import type { BottleFile, DefinitionFile } from '../../evaluate/discover.ts'
import { isSingle, overlookedFiles } from '../../evaluate/discover.ts'
import { evaluateBottles } from '../../evaluate/evaluate.ts'
import type { Sandbox } from '../../evaluate/sandbox/sandbox.ts'
import { isFleetFile } from '../../evaluate/subject.ts'
import { FileError } from '../../files/file-error.ts'
import { commonOf } from '../common-settings.ts'
import type { Settings } from '../configuration-form.ts'
import { withDefinitions } from '../good-bottles.ts'
import { hideSecrets } from '../hide-secrets.ts'
import { KnownBottles } from '../known-bottles.ts'
import { locateProblems } from '../locate.ts'
import type { Loaded, LookOptions } from '../look.ts'
import { unlisted } from '../look.ts'
import type { IndexedCandidate } from '../policies/judge-bottles.ts'
import type { ProjectPolicies } from '../policies/project-policies.ts'
import type { RepeatedSlugs } from '../repeated-slugs.ts'
import { repeatedSlugs } from '../repeated-slugs.ts'
import { listBottles, unknownNames } from '../select.ts'
import { sharedClaims } from '../shared-claims.ts'
import type { ShardResult } from '../types.ts'
import { KnownChecks, validateEach } from '../validate.ts'
import type { ShardRules } from './leave-record.ts'
import { madeBy } from './leave-record.ts'
import { divisionObjections, madeObjections, sourceObjections } from './objections.ts'
import type { FoundRecord, ShardRecord } from './record.ts'
import { readRecords } from './record.ts'

/** Where shards are joined. */
export interface JoinPlace {
  readonly project: string
  readonly sandbox: Sandbox
  readonly policies: ProjectPolicies
}

type JoinOptions = LookOptions & { readonly out: string }

type RecordedBottle = ShardRecord['files'][number]['bottles'][number]

/**
 * The last step of shards: finds what is no shard's alone, from what they have left. It evaluates
 * those bottles alone of which there is something to say.
 */
export async function joinShards(
  place: JoinPlace,
  rules: ShardRules,
  options: JoinOptions,
): Promise<Loaded> {
  const { settings } = rules
  const all = listBottles(place.project, settings.bottles)
  if ('code' in all) return unlisted([all])
  const records = recordsAt(options.join ?? [])
  if ('code' in records) return unlisted([records])
  const divided = divisionObjections(records)
  if (divided.length > 0) return unlisted(divided)
  const joining = new Joining(place, settings, all, records)
  const judged = await joining.judge(options)
  const objections = [
    ...madeObjections(records, madeBy(rules, options, judged.rules)),
    ...sourceObjections(place.project, records, all),
  ]
  return objections.length > 0 ? unlisted(objections) : joining.load(judged)
}

function recordsAt(paths: readonly string[]): readonly FoundRecord[] | Diagnostic {
  try {
    return readRecords(paths)
  } catch (error) {
    if (error instanceof FileError) return error.diagnostic
    throw error
  }
}

type Judged = Awaited<ReturnType<ProjectPolicies['judgeIndex']>>

/** One joining of shards, of which the records are sound. */
class Joining {
  readonly #place: JoinPlace
  readonly #settings: Settings
  readonly #all: readonly DefinitionFile[]
  readonly #shards: readonly ShardResult[]
  readonly #bottles: readonly (RecordedBottle & BottleFile & { readonly shard: number })[]
  readonly #checks = new KnownChecks()
  readonly #known = new KnownBottles()
  readonly #looked = new Set<string>()

  constructor(
    place: JoinPlace,
    settings: Settings,
    all: readonly DefinitionFile[],
    records: readonly FoundRecord[],
  ) {
    this.#place = place
    this.#settings = settings
    this.#all = all
    this.#shards = records
      .map(({ record: { index, count, ok, stale, files } }) => {
        return { index, count, ok, stale, files: files.length }
      })
      .sort((a, b) => a.index - b.index)
    const byFile = new Map(
      records.flatMap(({ record: { index, files } }) =>
        files.map(({ file, bottles }) => [file, { index, bottles }] as const),
      ),
    )
    // In the order in which one look at all of them has them.
    this.#bottles = all.flatMap(({ file }) => {
      const { index: shard = 0, bottles = [] } = byFile.get(file) ?? {}
      return bottles.map((each) => ({ ...each, file, shard }))
    })
  }

  /** Has the policies of all bottles judge them. */
  judge({ given }: JoinOptions): Promise<Judged> {
    const index = this.#bottles.flatMap(({ slug, file, reach, accepts }): IndexedCandidate[] =>
      reach === undefined ? [] : [{ slug, source: file, reach, accepts }],
    )
    const candidates = async (slugs: ReadonlySet<string>) => {
      const { valid, definitions } = await this.#look(({ slug }) => slugs.has(slug))
      return withDefinitions(valid.bottles, definitions).filter(({ bottle }) =>
        slugs.has(bottle.slug),
      )
    }
    return this.#place.policies.judgeIndex(index, candidates, { given, isWhole: true })
  }

  /** What is to be said of all shards together. */
  async load(judged: Judged): Promise<Loaded> {
    const { project, sandbox } = this.#place
    const { bottles: folder } = this.#settings
    const shared = await this.#sharedClaims()
    const repeated = await this.#repeatedSlugs()
    const problems = [...shared, ...judged.problems, ...repeated.problems]
    const located = await locateProblems(sandbox, problems, new WeakMap())
    const found = {
      printed: judged.printed,
      diagnostics: [
        ...unknownNames(this.#all, this.#bottles, {}, folder),
        ...repeated.diagnostics,
        ...overlookedFiles(project, folder),
        ...judged.diagnostics,
        ...located,
      ],
    }
    const definitions = this.#all.flatMap(({ file }) => this.#known.membersOf(file))
    const inputsOf = (file: string) => this.#known.inputsOf(file)
    const single = this.#all.filter(isSingle)
    const files = [...single, ...this.#bottles]
    const place = { project, drafts: new Map(), files, definitions, inputsOf }
    const slugs = new Set(files.map(({ slug }) => slug))
    const known = new Set(this.#bottles.map(({ file }) => file))
    const unread = this.#all
      .map(({ file }) => file)
      .filter((file) => isFleetFile(file) && !known.has(file))
    const paths = this.#bottles.flatMap(({ slug, names }) =>
      names.map((name) => posix.join(slug, name)),
    )
    return {
      ...unlisted([]),
      unread,
      ...hideSecrets(found, place),
      rules: judged.rules,
      joined: { shards: this.#shards, slugs, paths },
    }
  }

  async #sharedClaims() {
    const claims = this.#bottles.flatMap((bottle) =>
      bottle.claims.map(({ what, value }) => ({ bottle, key: `${what} ${value}`, value })),
    )
    const users = [...groupBy(claims, ({ key }) => key).values()].filter(({ length }) => length > 1)
    const files = new Set(users.flat().map(({ bottle }) => bottle.file))
    const { valid } = await this.#look(({ file }) => files.has(file))
    const taken = claims.map(({ value }) => value)
    return sharedClaims(valid.claims, commonOf(this.#settings), taken)
  }

  /** An error for each slug that files of several shards give. */
  async #repeatedSlugs(): Promise<RepeatedSlugs> {
    const across = [...groupBy(this.#bottles, ({ slug }) => slug).values()].filter(
      (group) => new Set(group.map(({ shard }) => shard)).size > 1,
    )
    const bottles = across.flat()
    const fleets = new Set(bottles.map(({ file }) => file).filter(isFleetFile))
    const { definitions } = await this.#look(({ file }) => fleets.has(file))
    return repeatedSlugs(bottles, definitions)
  }

  /** Evaluates the files of some bottles, and checks each by itself. */
  async #look(isAsked: (bottle: BottleFile) => boolean) {
    const names = new Set(this.#bottles.filter(isAsked).map(({ file }) => file))
    const files = this.#all.filter(({ file }) => names.has(file))
    const open = files.filter(({ file }) => !this.#looked.has(file))
    for (const { file } of open) this.#looked.add(file)
    const memory = this.#known.memory(undefined, false)
    const { evaluated } = await evaluateBottles(this.#place.sandbox, open, memory)
    this.#known.add(evaluated)
    const definitions = files.flatMap(({ file }) => this.#known.membersOf(file))
    const common = commonOf(this.#settings)
    return { valid: validateEach(definitions, this.#checks, common), definitions }
  }
}
