import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { limits } from '../limits.ts'
import type { Compiler } from './compiler.ts'
import { JsonRpc, TooLong } from './json-rpc.ts'

/** One of the compiler's messages. Positions count in UTF-16 code units from the start of the file. */
export interface CompilerMessage {
  readonly fileName?: string
  readonly pos: number
  readonly end: number
  readonly code: number
  readonly text: string
  readonly messageChain?: readonly CompilerMessage[]
}

/** The compiler did not come to its end. The message says why. */
export class CompilerFailure extends Error {}

/** What the compiler is asked to check. */
export interface CompilerRun {
  /** Path of the compiler's settings, which {@link read} gives. */
  readonly settings: string
  /** The text of a file by its absolute path; null when there is none. */
  readonly read: (path: string) => string | null
  /** Whether a file of the program is checked, by its absolute path. */
  readonly isChecked: (path: string) => boolean
}

/** How much a process of the compiler may do. */
export interface CompilerLimits {
  /** The time of processors that it has, in seconds: the kernel of Linux counts whole ones. */
  readonly seconds: number
  /** Most bytes that it may answer with. */
  readonly most: number
}

/**
 * A process of the compiler, which checks one program. It reads no file by itself: whatever it wants
 * to read it asks for.
 */
export class CompilerProcess {
  readonly #child: Started
  readonly #rpc: JsonRpc
  readonly #seconds: number
  #read: CompilerRun['read'] = () => null
  /** What was not there as it began. */
  readonly #absent: string[] = []
  #begun: Promise<unknown>

  constructor(compiler: Compiler, project: string, { seconds, most }: CompilerLimits) {
    this.#seconds = Math.ceil(seconds)
    const child = startCompiler(compiler, project, this.#seconds)
    this.#child = child
    this.#rpc = new JsonRpc(child.stdout, child.stdin, most, (method, path) =>
      // That it can be read is what settles whether a file is there.
      method === 'readFile' ? { content: this.#read(String(path)) } : null,
    )
    let told = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (told.length < mostTold) told += text
    })
    child.once('error', ({ message }) => this.#stop(`the compiler failed to start: ${message}`))
    child.once('close', (status, signal) =>
      this.#stop(reasonOf(told, status ?? signal, this.#seconds)),
    )
    this.#begun = this.#rpc.request('initialize', null)
    this.#begun.catch(() => {}) // whoever has it check something hears of it
  }

  /**
   * Has it check a program of files that are as they will be, before it is asked about another.
   *
   * @param settings Path of the settings, which `read` gives.
   * @param read What the compiler may see; what it does not give, is asked for again later.
   */
  prepare(settings: string, read: (path: string) => string | null | undefined): void {
    this.#read = (path) => {
      const text = read(path)
      if (text === undefined) this.#absent.push(path)
      return text ?? null
    }
    this.#begun = this.#begun.then(async () => {
      const program = await this.#open(settings)
      const [file] = (await this.#rpc.request('getSourceFileNames', program)) as readonly string[]
      await this.#rpc.request('getSemanticDiagnostics', { ...program, file })
    })
    this.#begun.catch(() => {})
  }

  /**
   * Checks a program, and ends the process.
   *
   * @throws CompilerFailure when it does not start, or takes more time, memory or output than it may.
   */
  async check(run: CompilerRun): Promise<readonly CompilerMessage[]> {
    const patience = this.#seconds * limits.typesPatience
    const late = `the compiler took more than ${patience} s`
    const timer = setTimeout(() => this.#stop(late), patience * 1000)
    const watch = isLimitedByKernel
      ? undefined
      : watchMemory(this.#child.pid, limits.typesResidentBytes, () => this.#stop(outOfMemory))
    try {
      await this.#begun
      this.#read = run.read
      return await this.#ask(run)
    } catch (error) {
      if (error instanceof CompilerFailure) throw error
      if (error instanceof TooLong) {
        throw new CompilerFailure('the compiler found more errors than can be shown')
      }
      throw new CompilerFailure(`the compiler says: ${(error as Error).message}`)
    } finally {
      clearTimeout(timer)
      clearInterval(watch)
      this.end()
    }
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }

  #stop(reason: string): void {
    this.#rpc.fail(new CompilerFailure(reason))
  }

  async #ask({ settings, isChecked }: CompilerRun): Promise<readonly CompilerMessage[]> {
    const program = await this.#open(settings)
    const found: CompilerMessage[] = []
    const ask = async (kind: string, more: object = {}) => {
      const messages = await this.#rpc.request(`get${kind}Diagnostics`, { ...program, ...more })
      found.push(...((messages ?? []) as readonly CompilerMessage[]))
    }
    for (const kind of ['ConfigFileParsing', 'Program', 'Syntactic']) await ask(kind)
    const files = (await this.#rpc.request('getSourceFileNames', program)) as readonly string[]
    // Asked for all at once, or for what is global, it would check the types of the language as well,
    // which takes most of the time for one file.
    await Promise.all(files.filter(isChecked).map((file) => ask('Semantic', { file })))
    return found
  }

  /** Has it read a program, which requests then name. */
  async #open(settings: string): Promise<object> {
    const changed = this.#absent.splice(0)
    const { snapshot, projects } = (await this.#rpc.request('updateSnapshot', {
      openProjects: [settings],
      ...(changed.length > 0 && { fileChanges: { changed } }),
    })) as { snapshot: number; projects: readonly { id: string; configFileName: string }[] }
    const opened = projects.find(({ configFileName }) => configFileName === settings)
    return { snapshot, project: opened?.id }
  }
}

/**
 * The compiler ends before it is worth collecting garbage: a thousand files take it 50 MB, and to
 * collect takes a quarter of its time (go.dev/doc/gc-guide).
 */
const compilerEnvironment = { GOGC: 'off', GOMEMLIMIT: '1GiB' }

type Started = ChildProcess & {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
}

const shell = '/bin/sh'

/** On Linux the kernel limits the address space of the compiler, and the time of its processors. */
const isLimitedByKernel = process.platform === 'linux' && existsSync(shell)

/** A limit that is lower already stays as it is. */
const limited = 'ulimit -v "$1"; ulimit -t "$2"; shift 2; exec "$@"'

function startCompiler({ command }: Compiler, project: string, seconds: number): Started {
  const args = ['--api', '--async', '--cwd', project, '--callbacks=readFile']
  const most = [limits.typesAddressSpaceBytes / 1024, seconds].map(String)
  const [program, ...rest] = isLimitedByKernel
    ? [shell, '-c', limited, shell, ...most, command, ...args]
    : [command, ...args]
  const stdio = ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe']
  return spawn(program, rest, { cwd: project, env: compilerEnvironment, stdio })
}

const outOfMemory = 'the compiler took more memory than it may'

/** Longest text of the compiler's own errors that is looked at, in UTF-16 code units. */
const mostTold = 64 * 1024

function reasonOf(told: string, status: number | string | null, seconds: number): string {
  if (status === 'SIGKILL') {
    return `the compiler took more than ${seconds} s of processor time, or more memory than there is`
  }
  if (/out of memory|cannot allocate memory/.test(told)) return outOfMemory
  if (/stack exceeds|stack overflow/.test(told)) return 'the compiler took more stack than it may'
  return `the compiler ended with ${status}`
}

/**
 * Where the kernel does not limit the memory of a process, it is looked at again and again.
 *
 * @param most Most memory that the process may have, in bytes.
 */
export function watchMemory(
  pid: number | undefined,
  most: number,
  onExcess: () => void,
): NodeJS.Timeout {
  return setInterval(() => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, stdout) => {
      if (error === null && Number.parseInt(stdout, 10) * 1024 > most) onExcess()
    })
  }, memoryInterval)
}

/** How often memory is looked at, in milliseconds. */
const memoryInterval = 100
