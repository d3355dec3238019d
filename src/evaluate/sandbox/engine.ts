import { readFileSync } from 'node:fs'
import type { JSValueHandle, QuickJS } from 'quickjs-wasi'
import { EvalFlags } from 'quickjs-wasi'
import { limits } from '../limits.ts'
import { isTestFile } from '../subject.ts'
import { bootEngine, entry } from './boot.ts'
import { guestJudge, guestMain, guestPrefix } from './guest-modules.ts'
import { Heap, type HeapHost, orUnavailable } from './heap.ts'
import { readImage } from './image.ts'
import type { GuestModule } from './protocol.ts'

/** The source of the modules of the bottle that runs. */
export interface ModuleSource {
  /** The module that `specifier` in the module `base` names, if it is to be had. */
  resolve(base: string, specifier: string): string | undefined
  code(name: string): string | undefined
}

const verdicts = [
  'definition',
  'fleet',
  'error',
  'not-a-definition',
  'no-default',
  'judged',
] as const
type Verdict = (typeof verdicts)[number]

/** The untrusted result of a run in the engine. */
export type Run = { readonly printed: readonly string[] } & (
  | { readonly kind: Exclude<Verdict, 'fleet'>; readonly text: string }
  /** The definitions of a fleet; none when they are longer than allowed. */
  | { readonly kind: 'fleet'; readonly members: readonly string[] | undefined }
  | { readonly kind: 'out-of-fuel' | 'out-of-memory' }
  /** The engine itself gave up: no JavaScript of the bottle's said anything. */
  | { readonly kind: 'crashed'; readonly text: string }
)

interface Said {
  readonly kind: string
  readonly text: string
}

/** The engine's program. */
export const wasmFile = new URL(import.meta.resolve('quickjs-wasi/quickjs.wasm'))

const nothing: ModuleSource = { resolve: () => undefined, code: () => undefined }

/**
 * QuickJS with the authoring language loaded. Each run starts from the identical heap: that which
 * was there after loading, or for what judges bottles the one that has the policies as well.
 */
export class Engine implements HeapHost {
  readonly #module: WebAssembly.Module
  readonly #heap: Heap
  #judges: Heap | undefined
  #fuel = 0
  #said: Said | undefined
  #members: string[] = []
  #membersLength = 0
  #printed: string[] = []
  #printedLength = 0
  source = nothing

  private constructor(module: WebAssembly.Module, booted: Heap['booted']) {
    this.#module = module
    this.#heap = new Heap(module, booted, this)
  }

  static async boot(guest: readonly GuestModule[]): Promise<Engine> {
    const bytes = readFileSync(wasmFile)
    const module = await orUnavailable(async () => WebAssembly.compile(bytes))
    const booted = readImage(bytes, guest) ?? (await orUnavailable(() => bootEngine(module, guest)))
    return new Engine(module, booted)
  }

  /** The number of instances so far: one, unless a bottle has spoilt the one before it. */
  get instances(): number {
    return this.#heap.instances
  }

  /** Whether policies have been admitted that can judge. */
  get hasJudges(): boolean {
    return this.#judges !== undefined
  }

  /** Runs the bottle file `name`. Never throws for what the bottle does. */
  async run(name: string, source: ModuleSource): Promise<Run> {
    const vm = await this.#heap.fresh()
    return this.#run(this.#heap, vm, source, () =>
      evaluate(
        vm,
        `import * as module from ${JSON.stringify(name)}
import { report, reportTests } from ${JSON.stringify(guestMain)}
${isTestFile(name) ? 'reportTests()' : 'report(module)'}`,
      ),
    )
  }

  /**
   * Loads policies, each with modules of its own, into a heap that bottles are judged in.
   *
   * @param shared JSON of what many inputs have in common.
   * @returns How it went; what is judged next is judged by these.
   */
  async admit(files: readonly string[], source: ModuleSource, shared = '[]'): Promise<Run> {
    const vm = await this.#heap.fresh()
    const guest = JSON.stringify(guestJudge)
    const run = this.#run(this.#heap, vm, apart(source), () => {
      evaluate(vm, `import { seal, share } from ${guest}; seal(); share(${JSON.stringify(shared)})`)
      for (const file of files) {
        evaluate(
          vm,
          `import * as module from ${JSON.stringify(nameApart(file, file))}
import { admit } from ${guest}
admit(module)`,
        )
      }
    })
    this.#judges = undefined
    if (run.kind === 'crashed' && run.text === silent) {
      vm.runGC()
      vm.evalCode(`void new ArrayBuffer(${limits.headroomBytes})`)
      this.#judges = new Heap(this.#module, this.#heap.take(vm), this)
    }
    return run
  }

  /** Has the policies judge what is in `json`. They have the operations of one bottle file together. */
  async judge(json: string): Promise<Run> {
    const heap = this.#judges
    if (heap === undefined) throw new Error('there are no policies to judge by')
    const vm = await heap.fresh()
    return this.#run(heap, vm, nothing, () => {
      vm.callFunction(vm.importHandle(heap.booted.judge), vm.undefined, vm.newString(json))
    })
  }

  #run(heap: Heap, vm: QuickJS, source: ModuleSource, act: () => void): Run {
    this.source = source
    this.#fuel = limits.interrupts
    this.#said = undefined
    this.#members = []
    this.#membersLength = 0
    this.#printed = []
    this.#printedLength = 0
    let trouble: unknown
    try {
      act()
    } catch (error) {
      trouble = error
    }
    const run = this.#outcome(heap, vm, trouble)
    // What did not come from the guest, a trap for instance, unwound the instance's frames and left
    // its stack pointer wherever it was: the next run would have less stack.
    if (trouble !== undefined && !hasHandle(trouble)) heap.discard()
    return run
  }

  #outcome(heap: Heap, vm: QuickJS, trouble: unknown): Run {
    const printed = this.#printed
    if (this.#fuel < 0) return { kind: 'out-of-fuel', printed }
    if (this.#said === undefined && hasHandle(trouble)) {
      this.#describeThrown(heap, vm, trouble.handle)
    }
    const said: Said | undefined = this.#said
    if (this.#fuel < 0) return { kind: 'out-of-fuel', printed }
    if (said?.kind === 'fleet') {
      const isWithin = this.#membersLength <= limits.fleetLength
      return { kind: 'fleet', members: isWithin ? this.#members : undefined, printed }
    }
    if (said !== undefined && isVerdict(said.kind))
      return { kind: said.kind, text: said.text, printed }
    const text = trouble instanceof Error ? trouble.message : silent
    if (said?.kind === 'unreadable' || /out of memory/.test(text))
      return { kind: 'out-of-memory', printed }
    return { kind: 'crashed', text, printed }
  }

  #describeThrown({ booted }: Heap, vm: QuickJS, thrown: JSValueHandle): void {
    try {
      vm.callFunction(vm.importHandle(booted.describe), vm.undefined, thrown)
    } catch {
      // The thrown value threw when it was looked at; the outcome says what is known.
    }
  }

  interrupt(): boolean {
    return --this.#fuel < 0
  }

  reject(vm: QuickJS, reason: JSValueHandle): void {
    if (this.#said === undefined) this.#describeThrown(this.#heap, vm, reason)
  }

  listen(kind: string | undefined, text: string | undefined): void {
    if (kind === 'print') this.#print(text ?? '')
    else if (kind === 'member') this.#listenToMember(text)
    else if (kind !== undefined) this.#said ??= { kind, text: text ?? tooLarge }
  }

  listenInVain(): void {
    this.#said ??= { kind: 'unreadable', text: '' }
  }

  #listenToMember(text: string | undefined): void {
    this.#membersLength += text?.length ?? Number.POSITIVE_INFINITY
    if (text !== undefined && this.#membersLength <= limits.fleetLength) this.#members.push(text)
  }

  #print(text: string): void {
    this.#fuel -= limits.interruptsPerPrint
    const room = limits.printedLength - this.#printedLength
    if (this.#printed.length >= limits.printedLines || room <= 0) return
    this.#printed.push(text.slice(0, room))
    this.#printedLength += text.length
  }
}

function evaluate(vm: QuickJS, code: string): void {
  vm.evalCode(code, entry, EvalFlags.TYPE_MODULE)
}

/** What is said of a run that ends and says nothing. */
const silent = 'it ended without a result'

/** Stands for an output that is longer than allowed. */
export const tooLarge = '\0too large'

const separator = '|'

/** The name of a module in the part of the heap that a policy has for itself. */
function nameApart(policy: string, file: string): string {
  return `${encodeURIComponent(policy.toWellFormed())}${separator}${file}`
}

/** A text of the engine's in which modules have the names that they have in the project. */
export function withoutApart(text: string, policy: string): string {
  return text.replaceAll(nameApart(policy, ''), '')
}

/** The modules of several policies, none of which two of them share. */
function apart(source: ModuleSource): ModuleSource {
  const fileOf = (name: string) => name.slice(name.indexOf(separator) + 1)
  return {
    resolve: (base, specifier) => {
      const file = fileOf(base)
      const target = source.resolve(file, specifier)
      const isShared = target === undefined || target.startsWith(guestPrefix)
      return isShared ? target : base.slice(0, base.length - file.length) + target
    },
    code: (name) => source.code(fileOf(name)),
  }
}

function isVerdict(kind: string): kind is Exclude<Verdict, 'fleet'> {
  return kind !== 'fleet' && verdicts.some((verdict) => verdict === kind)
}

function hasHandle(error: unknown): error is { readonly handle: JSValueHandle } {
  return typeof error === 'object' && error !== null && 'handle' in error
}
