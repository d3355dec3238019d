import type { JSValueHandle } from 'quickjs-wasi'
import { QuickJS } from 'quickjs-wasi'
import { limits } from '../limits.ts'
import type { Booted } from './boot.ts'
import { engineOptions, entry, fail } from './boot.ts'
import type { ModuleSource } from './engine.ts'
import { SandboxUnavailable } from './unavailable.ts'

/** What a heap's instances ask and tell. */
export interface HeapHost {
  readonly source: ModuleSource
  /** An interrupt: whether the run has to end. */
  interrupt(): boolean
  /** The guest's words; none of a text that is longer than allowed, or is no text. */
  listen(kind: string | undefined, text: string | undefined): void
  /** The words could not be read, for want of memory. */
  listenInVain(): void
  reject(vm: QuickJS, reason: JSValueHandle): void
}

/**
 * The heap that runs start from: the image of the memory is copied back in place before each. An
 * instance whose memory has grown, or that trapped, is thrown away and restored from the image instead.
 */
export class Heap {
  readonly booted: Booted
  readonly #module: WebAssembly.Module
  readonly #host: HeapHost
  #image: Uint8Array = new Uint8Array()
  #written: readonly ByteRange[] = []
  #vm: QuickJS | undefined
  #memory: WebAssembly.Memory | undefined
  #instances = 0

  constructor(module: WebAssembly.Module, booted: Booted, host: HeapHost) {
    this.#module = module
    this.booted = booted
    this.#host = host
  }

  /** The number of instances so far: one, unless a run has spoilt the one before it. */
  get instances(): number {
    return this.#instances
  }

  /** An instance whose heap is the image. */
  async fresh(): Promise<QuickJS> {
    if (this.#vm !== undefined && this.#memory?.buffer.byteLength === this.#image.byteLength) {
      this.#restore(new Uint8Array(this.#memory.buffer))
      return this.#vm
    }
    const host = this.#host
    const vm: QuickJS = await orUnavailable(() =>
      QuickJS.restore(this.booted.heap, {
        ...engineOptions(this.#module, (memory) => {
          this.#memory = memory
        }),
        interruptHandler: () => host.interrupt(),
        onUnhandledRejection: (_promise, reason, isHandled) => {
          if (!isHandled) host.reject(vm, reason)
        },
        moduleLoader: {
          normalize: (base, specifier) => {
            if (base === entry) return specifier
            // A host error thrown here would carry the host's stack into the guest.
            return host.source.resolve(base, specifier) ?? fail(`no module ${specifier}`)
          },
          load: (name) => host.source.code(name) ?? fail(`no module ${name}`),
        },
      }),
    )
    vm.registerHostCallback('emit', (kind, text) => {
      try {
        host.listen(readText(kind, 32), readText(text, limits.outputLength))
      } catch {
        // Out of guest memory. An error that left here would take the host's stack to the guest.
        host.listenInVain()
      }
      return vm.undefined
    })
    // The library caches this handle: its address has to be valid in the heap that runs start from.
    void vm.undefined
    this.#instances++
    this.#vm = vm
    this.#image = vm.snapshot().memory
    this.#written = writtenRanges(this.#image)
    return vm
  }

  /** Makes the memory what the image is, most of which is zero: to clear takes less than to copy. */
  #restore(memory: Uint8Array): void {
    let end = 0
    for (const range of this.#written) {
      memory.fill(0, end, range.start)
      memory.set(this.#image.subarray(range.start, range.end), range.start)
      end = range.end
    }
    memory.fill(0, end)
  }

  /** The heap as a run has left it, from which other runs can start. The instance is given away. */
  take(vm: QuickJS): Booted {
    this.discard()
    return { ...this.booted, heap: vm.snapshot() }
  }

  /** Throws the instance away. */
  discard(): void {
    this.#vm = undefined
    this.#memory = undefined
  }
}

interface ByteRange {
  readonly start: number
  readonly end: number
}

const pageBytes = 4096

/** The pages of a memory, in runs, that hold anything but zeros. */
function writtenRanges(memory: Uint8Array): readonly ByteRange[] {
  const empty = Buffer.alloc(pageBytes)
  const ranges: { start: number; end: number }[] = []
  for (let start = 0; start < memory.length; start += pageBytes) {
    const page = memory.subarray(start, start + pageBytes)
    if (empty.equals(page)) continue
    const last = ranges.at(-1)
    const end = start + page.length
    if (last?.end === start) last.end = end
    else ranges.push({ start, end })
  }
  return ranges
}

/** Tells the machine's failures, such as too few addresses for a memory, from the tool's own. */
export async function orUnavailable<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin()
  } catch (error) {
    if (typeof WebAssembly === 'undefined') throw new SandboxUnavailable('there is no WebAssembly')
    const isMachines = error instanceof RangeError || error instanceof WebAssembly.CompileError
    throw isMachines ? new SandboxUnavailable(error.message) : error
  }
}

/** The string in `handle`, if it is one and not longer than `longest`: measured before it is read. */
function readText(handle: JSValueHandle | undefined, longest: number): string | undefined {
  if (handle === undefined || !handle.isString) return undefined
  if (handle.getProp('length').toNumber() > longest) return undefined
  return handle.toString()
}
