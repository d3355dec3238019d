import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Claim } from '../dialects/dialect.ts'
import type { CachePlace } from '../evaluate/cache/cache-folder.ts'
import { settledPlace } from '../evaluate/cache/cache-folder.ts'
import { readSealed, writeSealed } from '../evaluate/cache/sealed-file.ts'
import { SourceHashes } from '../evaluate/cache/source-hashes.ts'
import type { Input } from '../evaluate/sandbox/protocol.ts'
import { isBuilt, ownModule, packageFile } from '../files/package-files.ts'
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

interface Kept {
  /** What this is, as nothing else is that the same key seals. */
  readonly kind: 'settled'
  readonly tool: string
  readonly settings: string
  readonly files: Readonly<Record<string, Settled>>
}

/**
 * The bottle files of a project that are settled: what is to be in the output tree for them, which
 * holds as long as their inputs, the configuration and the tool are the same. It lies in the user's
 * folder for caches alone, and is sealed: nothing of it is checked again.
 */
export class SettledFiles {
  readonly #place: CachePlace | undefined
  readonly #hashes: SourceHashes
  readonly #head: Omit<Kept, 'files'>
  readonly #files: Map<string, Settled>
  #isChanged = false

  /**
   * Opens what is settled of a project; nothing is when there is no file that can be trusted.
   *
   * @param project Real path of the project.
   */
  constructor(project: string, settings: Settings) {
    this.#place = settledPlace(project)
    this.#hashes = new SourceHashes(project)
    this.#head = { kind: 'settled', tool: fingerprint(), settings: JSON.stringify(settings) }
    this.#files = readFiles(this.#place, this.#head)
  }

  /** What is settled of a bottle file, if none of its inputs has changed. */
  find(file: string): Settled | undefined {
    const settled = this.#files.get(file)
    return settled?.inputs.every(({ path, hash }) => this.#hashes.of(path) === hash)
      ? settled
      : undefined
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
    if (!this.#isChanged || this.#place === undefined) return
    const kept: Kept = { ...this.#head, files: Object.fromEntries(this.#files) }
    writeSealed(this.#place, JSON.stringify(kept))
    this.#isChanged = false
  }
}

function readFiles(place: CachePlace | undefined, head: Omit<Kept, 'files'>): Map<string, Settled> {
  const text = place === undefined ? undefined : readSealed(place)
  if (text === undefined) return new Map()
  const { kind, tool, settings, files } = JSON.parse(text) as Partial<Kept>
  const isSame = kind === head.kind && tool === head.tool && settings === head.settings
  // The same build has written and sealed it, so that it has the form.
  return new Map(isSame ? Object.entries(files ?? {}) : [])
}

/** The tool, by all of it that gives an output. */
function fingerprint(): string {
  const parts = [packageFile('package.json'), ...(isBuilt ? [ownModule('cli/plain')] : [])]
  return hash('sha256', Buffer.concat(parts.map((part) => readFileSync(part))), 'base64url')
}
