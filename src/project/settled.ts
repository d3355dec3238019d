import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Claim } from '../dialects/dialect.ts'
import type { CachePlace } from '../evaluate/cache/cache-folder.ts'
import { settledPlace } from '../evaluate/cache/cache-folder.ts'
import { readSealed, writeSealed } from '../evaluate/cache/sealed-file.ts'
import { SourceHashes } from '../evaluate/cache/source-hashes.ts'
import type { DefinitionFile } from '../evaluate/discover.ts'
import { builtGuest } from '../evaluate/sandbox/guest-modules.ts'
import type { Input } from '../evaluate/sandbox/protocol.ts'
import type { CheckedTypes } from '../evaluate/types/known-types.ts'
import { KnownTypes } from '../evaluate/types/known-types.ts'
import { isBuilt, packageFile, plainScript } from '../files/package-files.ts'
import type { Expected } from '../output/plan.ts'
import type { Settings } from './configuration-form.ts'

/** A bottle file that nothing stood against, and all that its inputs alone decide. */
export interface Settled {
  /** The modules that it is made of. */
  readonly inputs: readonly Input[]
  readonly members: readonly SettledMember[]
  /** The warnings about it. */
  readonly told: readonly Diagnostic[]
}

/** A bottle of it. */
export interface SettledMember {
  readonly expected: Expected
  readonly claims: readonly Pick<Claim, 'what' | 'value'>[]
}

/** The policies that have judged what is settled. */
export interface SettledPolicies {
  /** All policy files that there were. */
  readonly files: readonly string[]
  /** The modules that they are made of. */
  readonly inputs: readonly Input[]
  /** Whether one of them judges all bottles together, so that they hold together alone. */
  readonly areTogether: boolean
}

interface Kept {
  /** What this is, as nothing else is that the same key seals. */
  readonly kind: 'settled'
  readonly tool: string
  readonly settings: string
  readonly files: Readonly<Record<string, Settled>>
  readonly policies?: SettledPolicies | undefined
  readonly types?: CheckedTypes | undefined
}

/** What decides whether anything that was kept still holds. */
type Head = Pick<Kept, 'kind' | 'tool' | 'settings'>

/**
 * The bottle files of a project that are settled: what is to be in the output tree for them, which
 * holds as long as their inputs, the configuration and the tool are the same. It lies in the user's
 * folder for caches alone, and is sealed: nothing of it is checked again.
 */
export class SettledFiles {
  readonly #place: CachePlace | undefined
  readonly #hashes: SourceHashes
  readonly #head: Head
  readonly #files: Map<string, Settled>
  /** The types of the project as far as they are known. */
  readonly types: KnownTypes
  readonly #typesBefore: CheckedTypes | undefined
  #policies: SettledPolicies | undefined
  #isChanged = false

  /**
   * Opens what is settled of a project; nothing is when there is no file that can be trusted.
   *
   * @param project Real path of the project.
   * @param policies The policy files that there are.
   */
  constructor(project: string, settings: Settings, policies: readonly string[]) {
    this.#place = settledPlace(project)
    this.#hashes = new SourceHashes(project)
    const tool = toolFingerprint(policies.length > 0)
    this.#head = { kind: 'settled', tool, settings: JSON.stringify(settings) }
    const { files, policies: judges, types } = readKept(this.#place, this.#head)
    this.#policies = judges
    const isJudged =
      isDeepStrictEqual(judges?.files ?? [], policies) && this.#areSame(judges?.inputs ?? [])
    this.#files = new Map(isJudged ? Object.entries(files) : [])
    this.types = new KnownTypes(this.#hashes, types)
    this.#typesBefore = types
  }

  /** What is settled of a bottle file, if none of its inputs has changed. */
  find(file: string): Settled | undefined {
    const settled = this.#files.get(file)
    return settled !== undefined && this.#areSame(settled.inputs) ? settled : undefined
  }

  #areSame(inputs: readonly Input[]): boolean {
    return inputs.every(({ path, hash }) => this.#hashes.of(path) === hash)
  }

  /** Whether what is settled holds where these files are looked at and no others. */
  holdsFor(files: readonly DefinitionFile[], isWhole: boolean): boolean {
    if (this.#policies?.areTogether !== true) return true
    const isAll = isWhole && files.length === this.#files.size
    return isAll && files.every(({ file }) => this.find(file) !== undefined)
  }

  /** From now on what is kept has been judged by these policies. */
  judgedBy(policies: SettledPolicies | undefined): void {
    this.#policies = policies
  }

  keep(file: string, settled: Settled): void {
    this.#files.set(file, settled)
    this.#isChanged = true
  }

  /** Writes what has changed; `files` are all bottle files that there are. */
  save(files: readonly string[]): void {
    const known = new Set(files)
    for (const file of this.#files.keys()) {
      if (!known.has(file)) this.#isChanged = this.#files.delete(file)
    }
    const types = this.types.kept ?? this.#typesBefore
    this.#isChanged ||= types !== this.#typesBefore
    if (!this.#isChanged || this.#place === undefined) return
    const entries = Object.fromEntries(this.#files)
    const kept: Kept = { ...this.#head, files: entries, policies: this.#policies, types }
    writeSealed(this.#place, JSON.stringify(kept))
    this.#isChanged = false
  }
}

function readKept(
  place: CachePlace | undefined,
  head: Head,
): Pick<Kept, 'files' | 'policies' | 'types'> {
  const text = place === undefined ? undefined : readSealed(place)
  // The same key seals what is no JSON of ours, but nothing that begins like this.
  if (text === undefined || !text.startsWith(JSON.stringify(head).slice(0, -1)))
    return { files: {} }
  // The same build has written and sealed it, so that it has the form.
  return JSON.parse(text) as Kept
}

/**
 * The tool, by all of it that gives an output.
 *
 * @param isJudged Whether policies have a part in it.
 */
export function toolFingerprint(isJudged: boolean): string {
  const built = [plainScript, ...(isJudged ? [builtGuest] : [])]
  const parts = [packageFile('package.json'), ...(isBuilt ? built : [])]
  return hash('sha256', Buffer.concat(parts.map((part) => readFileSync(part))), 'base64url')
}
