import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { isBuilt, ownModule, packageFile } from '../../files/package-files.ts'
import type { Results } from '../evaluate.ts'
import { limits } from '../limits.ts'
import type { GuestModule, Input, Outcome, Reported } from '../sandbox/protocol.ts'
import type { CachePlace } from './cache-folder.ts'
import { cachePlace } from './cache-folder.ts'
import { readSealed, writeSealed } from './sealed-file.ts'
import { SourceHashes } from './source-hashes.ts'

const judgedSchema = v.strictObject({
  by: v.string(),
  reports: v.array(
    v.strictTuple([
      v.string(),
      v.array(v.strictTuple([v.string(), v.string(), v.string(), v.string()])),
    ]),
  ),
  printed: v.array(v.string()),
})

/** What policies have said of a bottle, by the policies' files. */
export interface KnownJudged {
  /** What stands for the policies, and the bottle. */
  readonly by: string
  readonly reports: readonly (readonly [file: string, reports: readonly Reported[]])[]
  readonly printed: readonly string[]
}

const entrySchema = v.strictObject({
  inputs: v.array(v.strictTuple([v.string(), v.string()])),
  members: v.array(v.string()),
  printed: v.array(v.string()),
})

const cacheSchema = v.strictObject({
  tool: v.string(),
  entries: v.record(v.string(), entrySchema),
  judged: v.record(v.string(), v.record(v.string(), judgedSchema)),
})

type Entry = v.InferOutput<typeof entrySchema>

/** What is known of bottle files. */
interface Known {
  readonly entries: Map<string, Entry>
  /** By file and slug: what is evaluated directly has no entry, and is judged all the same. */
  readonly judged: Map<string, Readonly<Record<string, KnownJudged>>>
}

/**
 * The results of a project's bottle files from their last evaluation. Evaluation is hermetic, so
 * a file that is the same, with all that it imports, says the same again. An entry names each of
 * these modules with the hash of its text; what comes out is validated like what a bottle says.
 */
export class EvaluationCache implements Results {
  readonly #tool: string
  readonly #place: CachePlace | undefined
  readonly #entries: Known['entries']
  readonly #judged: Known['judged']
  readonly #hashes: SourceHashes
  #isChanged = false

  private constructor(
    project: string,
    tool: string,
    place: CachePlace | undefined,
    { entries, judged }: Known,
  ) {
    this.#hashes = new SourceHashes(project)
    this.#tool = tool
    this.#place = place
    this.#entries = entries
    this.#judged = judged
  }

  /**
   * Opens the cache of a project; an empty one when there is none that can be trusted.
   *
   * @param project Real path of the project.
   * @param guest What runs in the sandbox beside the bottle files.
   * @param isOfTests Whether it is the one of tests, which knows no bottle files.
   */
  static open(project: string, guest: readonly GuestModule[], isOfTests = false): EvaluationCache {
    const tool = fingerprint(guest)
    const found = cachePlace(project)
    const place = found && isOfTests ? { ...found, path: `${found.path}-tests` } : found
    const known = place === undefined ? undefined : readKnown(place, tool)
    return new EvaluationCache(project, tool, place, known ?? nothingKnown())
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0
  }

  /** The modules that the result of a bottle file was made of. */
  inputsOf(file: string): readonly Input[] {
    return this.#entries.get(file)?.inputs.map(([path, hash]) => ({ path, hash })) ?? []
  }

  /** Returns the result of the bottle file, if nothing that it was made of has changed. */
  find(file: string): Outcome | undefined {
    const entry = this.#entries.get(file)
    if (entry === undefined) return undefined
    if (!entry.inputs.every(([path, hash]) => this.#hashes.of(path) === hash)) return undefined
    return { kind: 'definitions', members: entry.members, printed: entry.printed }
  }

  /** Keeps what a bottle file said, with the modules that it was made of. */
  keep(file: string, outcome: Outcome, inputs: readonly Input[]): void {
    if (outcome.kind !== 'definitions') return
    const members = [...outcome.members]
    const printed = [...outcome.printed]
    this.#entries.set(file, { members, printed, inputs: inputs.map(pair) })
    this.#isChanged = true
  }

  /** What policies said of a bottle, if they and it were those that `by` stands for. */
  judged(file: string, slug: string, by: string): KnownJudged | undefined {
    const ofFile = this.#judged.get(file)
    const judged = ofFile !== undefined && Object.hasOwn(ofFile, slug) ? ofFile[slug] : undefined
    return judged?.by === by ? judged : undefined
  }

  /** Keeps what policies have said of a bottle. */
  keepJudged(file: string, slug: string, judged: KnownJudged): void {
    this.#judged.set(file, { ...this.#judged.get(file), [slug]: judged })
    this.#isChanged = true
  }

  /** Writes what has changed; `files` are all bottle files that there are. */
  save(files: readonly string[]): void {
    const known = new Set(files)
    for (const kept of [this.#entries, this.#judged]) {
      for (const file of kept.keys()) {
        if (!known.has(file)) this.#isChanged = kept.delete(file)
      }
    }
    if (!this.#isChanged || this.#place === undefined) return
    const cache = {
      tool: this.#tool,
      entries: Object.fromEntries(this.#entries),
      judged: Object.fromEntries(this.#judged),
    }
    writeSealed(this.#place, JSON.stringify(cache))
    this.#isChanged = false
  }
}

function pair({ path, hash }: Input): [string, string] {
  return [path, hash]
}

function nothingKnown(): Known {
  return { entries: new Map(), judged: new Map() }
}

function readKnown(place: CachePlace, tool: string): Known | undefined {
  const text = readSealed(place)
  if (text === undefined) return undefined
  try {
    const result = v.safeParse(cacheSchema, JSON.parse(text))
    if (!result.success || result.output.tool !== tool) return undefined
    const { entries, judged } = result.output
    return { entries: new Map(Object.entries(entries)), judged: new Map(Object.entries(judged)) }
  } catch {
    return undefined
  }
}

/** The inputs of a result beside the files: the tool, its parts and its limits. */
function fingerprint(guest: readonly GuestModule[]): string {
  const hash = createHash('sha256')
  for (const { name, code } of guest) hash.update(`${name}\0${code}\0`)
  hash.update(readFileSync(packageFile('package.json')))
  if (isBuilt) hash.update(readFileSync(ownModule('evaluate/sandbox/worker')))
  hash.update(JSON.stringify(limits))
  return hash.digest('base64url')
}
