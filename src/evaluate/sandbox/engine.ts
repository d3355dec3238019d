import { readFileSync } from 'node:fs'
import type { JSValueHandle } from 'quickjs-wasi'
import { EvalFlags, QuickJS } from 'quickjs-wasi'
import { limits } from '../limits.ts'
import type { Booted } from './boot.ts'
import { bootEngine, engineOptions, entry, fail } from './boot.ts'
import { guestMain } from './guest-modules.ts'
import { readImage } from './image.ts'
import type { GuestModule } from './protocol.ts'
import { SandboxUnavailable } from './unavailable.ts'

/** The source of the modules of the bottle that runs. */
export interface ModuleSource {
  /** The module that `specifier` in the module `base` names, if it is to be had. */
  resolve(base: string, specifier: string): string | undefined
  code(name: string): string | undefined
}

/** The untrusted result of a run in the engine. */
export type Run = { readonly printed: readonly string[] } & (
  | { readonly kind: 'definition' | 'error' | 'not-a-bottle' | 'no-default'; readonly text: string }
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

/**
 * QuickJS with the authoring language loaded. Each run starts from the identical heap: the image
 * of the memory that was taken after loading is copied back in place. An instance whose memory has
 * grown, or that trapped, is thrown away and restored from the image instead.
 */
export class Engine {
  readonly #module: WebAssembly.Module
  readonly #booted: Booted
  #image: Uint8Array = new Uint8Array()
  #vm: QuickJS | undefined
  #memory: WebAssembly.Memory | undefined
  #source: ModuleSource = { resolve: () => undefined, code: () => undefined }
  #fuel = 0
  #said: Said | undefined
  #printed: string[] = []
  #printedLength = 0
  #instances = 0

  private constructor(module: WebAssembly.Module, booted: Booted) {
    this.#module = module
    this.#booted = booted
  }

  static async boot(guest: readonly GuestModule[]): Promise<Engine> {
    const bytes = readFileSync(wasmFile)
    const module = await orUnavailable(async () => WebAssembly.compile(bytes))
    const booted = readImage(bytes, guest) ?? (await orUnavailable(() => bootEngine(module, guest)))
    return new Engine(module, booted)
  }

  /** The number of instances so far: one, unless a bottle has spoilt the one before it. */
  get instances(): number {
    return this.#instances
  }

  /** Runs the bottle file `name`. Never throws for what the bottle does. */
  async run(name: string, source: ModuleSource): Promise<Run> {
    const vm = await this.#fresh()
    this.#source = source
    this.#fuel = limits.interrupts
    this.#said = undefined
    this.#printed = []
    this.#printedLength = 0
    let trouble: unknown
    try {
      const code = `import * as module from ${JSON.stringify(name)}
import { report } from ${JSON.stringify(guestMain)}
report(module)`
      vm.evalCode(code, entry, EvalFlags.TYPE_MODULE)
    } catch (error) {
      trouble = error
    }
    const run = this.#outcome(vm, trouble)
    // What did not come from the guest, a trap for instance, unwound the instance's frames and left
    // its stack pointer wherever it was: the next run would have less stack.
    if (trouble !== undefined && !hasHandle(trouble)) this.#discard()
    return run
  }

  #outcome(vm: QuickJS, trouble: unknown): Run {
    const printed = this.#printed
    if (this.#fuel < 0) return { kind: 'out-of-fuel', printed }
    if (this.#said === undefined && hasHandle(trouble)) this.#describeThrown(vm, trouble.handle)
    const said: Said | undefined = this.#said
    if (this.#fuel < 0) return { kind: 'out-of-fuel', printed }
    if (said !== undefined && isVerdict(said.kind))
      return { kind: said.kind, text: said.text, printed }
    const text = trouble instanceof Error ? trouble.message : 'it ended without a result'
    if (said?.kind === 'unreadable' || /out of memory/.test(text))
      return { kind: 'out-of-memory', printed }
    return { kind: 'crashed', text, printed }
  }

  #describeThrown(vm: QuickJS, thrown: JSValueHandle): void {
    try {
      vm.callFunction(vm.importHandle(this.#booted.describe), vm.undefined, thrown)
    } catch {
      // The thrown value threw when it was looked at; the outcome says what is known.
    }
  }

  /** An instance whose heap is the image. */
  async #fresh(): Promise<QuickJS> {
    if (this.#vm !== undefined && this.#memory?.buffer.byteLength === this.#image.byteLength) {
      new Uint8Array(this.#memory.buffer).set(this.#image)
      return this.#vm
    }
    const vm: QuickJS = await orUnavailable(() =>
      QuickJS.restore(this.#booted.heap, {
        ...engineOptions(this.#module, (memory) => {
          this.#memory = memory
        }),
        interruptHandler: () => --this.#fuel < 0,
        onUnhandledRejection: (_promise, reason, isHandled) => {
          if (!isHandled && this.#said === undefined) this.#describeThrown(vm, reason)
        },
        moduleLoader: {
          normalize: (base, specifier) => {
            if (base === entry) return specifier
            // A host error thrown here would carry the host's stack into the guest.
            return this.#source.resolve(base, specifier) ?? fail(`no module ${specifier}`)
          },
          load: (name) => this.#source.code(name) ?? fail(`no module ${name}`),
        },
      }),
    )
    vm.registerHostCallback('emit', (kind, text) => {
      try {
        this.#listen(readText(kind, 32), readText(text, limits.outputLength))
      } catch {
        // Out of guest memory. An error that left here would take the host's stack to the guest.
        this.#said ??= { kind: 'unreadable', text: '' }
      }
      return vm.undefined
    })
    // The library caches this handle: its address has to be valid in the heap that runs start from.
    void vm.undefined
    this.#instances++
    this.#vm = vm
    this.#image = vm.snapshot().memory
    return vm
  }

  #listen(kind: string | undefined, text: string | undefined): void {
    if (kind === 'print') this.#print(text ?? '')
    else if (kind !== undefined) this.#said ??= { kind, text: text ?? tooLarge }
  }

  #print(text: string): void {
    this.#fuel -= limits.interruptsPerPrint
    const room = limits.printedLength - this.#printedLength
    if (this.#printed.length >= limits.printedLines || room <= 0) return
    this.#printed.push(text.slice(0, room))
    this.#printedLength += text.length
  }

  #discard(): void {
    this.#vm = undefined
    this.#memory = undefined
  }
}

/** Tells the machine's failures, such as too few addresses for a memory, from the tool's own. */
async function orUnavailable<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin()
  } catch (error) {
    if (typeof WebAssembly === 'undefined') throw new SandboxUnavailable('there is no WebAssembly')
    const isMachines = error instanceof RangeError || error instanceof WebAssembly.CompileError
    throw isMachines ? new SandboxUnavailable(error.message) : error
  }
}

/** Stands for an output that is longer than allowed. */
export const tooLarge = '\0too large'

function isVerdict(kind: string): kind is 'definition' | 'error' | 'not-a-bottle' | 'no-default' {
  return ['definition', 'error', 'not-a-bottle', 'no-default'].includes(kind)
}

/** The string in `handle`, if it is one and not longer than `longest`: measured before it is read. */
function readText(handle: JSValueHandle | undefined, longest: number): string | undefined {
  if (handle === undefined || !handle.isString) return undefined
  if (handle.getProp('length').toNumber() > longest) return undefined
  return handle.toString()
}

function hasHandle(error: unknown): error is { readonly handle: JSValueHandle } {
  return typeof error === 'object' && error !== null && 'handle' in error
}
