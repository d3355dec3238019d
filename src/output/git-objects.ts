import { createHash } from 'node:crypto'
import { quote } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { adviceOnMissing, notStarted, startGit } from './git-process.ts'

export type ObjectKind = 'commit' | 'tag' | 'tree' | 'blob'

/** An object of a repository, of which its id is the hash. */
export interface GitObject {
  readonly kind: ObjectKind
  readonly bytes: Buffer
}

/** What a read of an object gave: what is asked for, or why there is none. */
type Answer = GitObject | { readonly kind: 'missing' } | { readonly kind: 'large'; size: number }

/** Largest blob that is read, in bytes; and largest object of another kind. */
const largestBlob = 1024 * 1024
const largestOther = 64 * 1024 * 1024

/**
 * The objects of a repository. Each is hashed when it is read, and is what its id says, whoever
 * wrote it wherever: git itself takes most of what it finds under an id for what it is. The hashes
 * are SHA-1 or SHA-256, as the repository has it; SHA-1 is as weak against collisions here as it is
 * everywhere.
 */
export class GitObjects {
  readonly #root: string
  #process: ReturnType<typeof startGit>
  #output: ByteReader
  #complaint = ''
  #failure: Error | undefined

  constructor(root: string) {
    this.#root = root
    const { process, output } = this.#start()
    this.#process = process
    this.#output = output
  }

  #start() {
    const process = startGit(this.#root, ['cat-file', '--batch'])
    process.on('error', (error) => {
      this.#failure = error
    })
    // A process that has ended is met where its output does.
    process.stdin.on('error', () => {})
    process.stderr.on('data', (chunk) => {
      this.#complaint = `${this.#complaint}${chunk}`.slice(0, 1000)
    })
    return { process, output: new ByteReader(process.stdout) }
  }

  #restart(): void {
    this.close()
    const { process, output } = this.#start()
    this.#process = process
    this.#output = output
  }

  close(): void {
    this.#process.kill()
  }

  /**
   * The object of an id, of one of `kinds`.
   *
   * @param called What it is called in messages.
   * @throws FileError (BW140) when it is not there, or not what it is asked for.
   */
  async read(id: string, called: string, ...kinds: readonly ObjectKind[]): Promise<GitObject> {
    const [object] = await this.readAll([{ id, called }], ...kinds)
    if (object === undefined) throw new Error('there is an answer to each question')
    return object
  }

  /** As {@link read}, of many at once. */
  async readAll(
    wanted: readonly { readonly id: string; readonly called: string }[],
    ...kinds: readonly ObjectKind[]
  ): Promise<readonly GitObject[]> {
    this.#ask(wanted.map(({ id }) => id))
    const objects: GitObject[] = []
    for (const { id, called } of wanted) objects.push(await this.#take(id, called, kinds))
    return objects
  }

  /**
   * The object of an id, of whatever kind; undefined when it is not there, or is a file that is too
   * large to be read.
   */
  async find(id: string, called: string): Promise<GitObject | undefined> {
    this.#ask([id])
    const answer = await this.#answer(id, called)
    // The bytes are not waited for: their number is what the repository says.
    if (answer.kind === 'large') this.#restart()
    return 'bytes' in answer ? answer : undefined
  }

  /**
   * Gives `each` the bytes of files, in their order; undefined of one that is too large to be read.
   *
   * @throws FileError (BW140) when one is not there, or is no file.
   */
  async eachFile<Wanted extends { readonly id: string; readonly called: string }>(
    wanted: readonly Wanted[],
    each: (wanted: Wanted, bytes: Buffer | undefined) => void,
  ): Promise<void> {
    for (let at = 0; at < wanted.length; ) {
      const open = wanted.slice(at)
      this.#ask(open.map(({ id }) => id))
      for (const one of open) {
        at++
        const answer = await this.#answer(one.id, one.called)
        if (answer.kind === 'large') {
          // Its bytes would come before all else that was asked for.
          each(one, undefined)
          this.#restart()
          break
        }
        each(one, this.#checked(answer, one.called, ['blob']).bytes)
      }
    }
  }

  async #take(id: string, called: string, kinds: readonly ObjectKind[]): Promise<GitObject> {
    return this.#checked(await this.#answer(id, called), called, kinds)
  }

  #checked(answer: Answer, called: string, kinds: readonly ObjectKind[]): GitObject {
    if (answer.kind === 'missing') {
      throw unreadable(called, 'is not in the repository', adviceOnMissing(this.#root))
    }
    if (answer.kind === 'large') {
      const most = kinds.includes('blob') ? largestBlob : largestOther
      const message = `${quote(called)} has ${answer.size} bytes; at most ${most} are read`
      throw new FileError('BW140', message)
    }
    if (kinds.includes(answer.kind)) return answer
    throw unreadable(called, `is a ${answer.kind}; it must be a ${kinds.join(' or a ')}`)
  }

  #ask(ids: readonly string[]): void {
    if (ids.length > 0) this.#process.stdin.write(ids.map((id) => `${id}\n`).join(''))
  }

  /** In the form of `cat-file --batch`: a line, the bytes, a line feed. */
  async #answer(id: string, called: string): Promise<Answer> {
    const line = (await this.#output.line())?.toString()
    const [, given, kind, length] = /^(\w+) (?:missing|(\w+) (\d+))$/.exec(line ?? '') ?? []
    if (given !== id) throw this.#broken(called)
    if (kind === undefined) return { kind: 'missing' }
    if (!isKind(kind)) throw this.#broken(called)
    const size = Number(length)
    if (size > (kind === 'blob' ? largestBlob : largestOther)) return { kind: 'large', size }
    const bytes = await this.#output.bytes(size)
    if (bytes === undefined || (await this.#output.bytes(1)) === undefined) {
      throw this.#broken(called)
    }
    if (objectId(kind, bytes, id.length) === id) return { kind, bytes }
    throw unreadable(called, `is damaged or forged: its hash is not ${id}`)
  }

  #broken(called: string): FileError {
    if (this.#failure !== undefined) return notStarted(this.#failure)
    const [reason = ''] = this.#complaint.trim().split('\n')
    const advice = adviceOnMissing(this.#root)
    return unreadable(called, `cannot be read: ${quote(reason)}`, advice)
  }
}

/** The id that git gives an object: SHA-1, or SHA-256 in a repository of that format. */
export function objectId(kind: ObjectKind, bytes: Buffer, length: number): string {
  const hash = createHash(length === 64 ? 'sha256' : 'sha1')
  return hash.update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex')
}

function unreadable(called: string, what: string, hint?: string): FileError {
  const advice = hint ?? 'git fsck says what is damaged; a fresh clone is whole'
  return new FileError('BW140', `${quote(called)} ${what}`, advice)
}

function isKind(kind: string): kind is ObjectKind {
  return kind === 'commit' || kind === 'tag' || kind === 'tree' || kind === 'blob'
}

const ended = { done: true, value: undefined } as const

/** Takes what a stream gives in pieces of other sizes; undefined when it ends before. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  /** Up to the next line feed, which no header of git's is far from. */
  async line(): Promise<Buffer | undefined> {
    let end = this.#rest.indexOf(0x0a)
    while (end === -1) {
      if (!(await this.#more(this.#rest.length + 1))) return undefined
      end = this.#rest.indexOf(0x0a)
    }
    return this.#cut(end, end + 1)
  }

  async bytes(length: number): Promise<Buffer | undefined> {
    return (await this.#more(length)) ? this.#cut(length, length) : undefined
  }

  #cut(length: number, end: number): Buffer {
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(end)
    return taken
  }

  /** Waits until there are `length` bytes. */
  async #more(length: number): Promise<boolean> {
    const chunks = [this.#rest]
    let held = this.#rest.length
    while (held < length) {
      const { value, done } = await this.#chunks.next().catch(() => ended)
      if (done === true) return false
      chunks.push(value)
      held += value.length
    }
    if (chunks.length > 1) this.#rest = Buffer.concat(chunks)
    return true
  }
}
