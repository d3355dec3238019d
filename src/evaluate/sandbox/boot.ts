import type { QuickJSOptions, Snapshot } from 'quickjs-wasi'
import { EvalFlags, Intrinsics, QuickJS } from 'quickjs-wasi'
import { limits } from '../limits.ts'
import {
  guestApis,
  guestJudge,
  guestMain,
  guestPrefix,
  resolveGuestModule,
} from './guest-modules.ts'
import type { GuestModule } from './protocol.ts'

/** The engine with the authoring language loaded, before any bottle. */
export interface Booted {
  readonly heap: Snapshot
  /** The handle of the guest's function that says what was thrown. */
  readonly describe: number
  /** The handle of the one that gives policies what they judge. */
  readonly judge: number
}

/** The module that runs first; it is named like the tool's own. */
export const entry = `${guestPrefix}entry`

/** Loads the authoring language into a new engine. */
export async function bootEngine(
  module: WebAssembly.Module,
  guest: readonly GuestModule[],
): Promise<Booted> {
  const code = new Map(guest.map((each) => [each.name, each.code]))
  const vm = await QuickJS.create({
    ...engineOptions(module),
    interruptHandler: () => false,
    moduleLoader: {
      normalize: (base, name) => (base === entry ? name : resolveGuestModule(base, name)),
      load: (name) => code.get(name) ?? fail(`the tool has no module ${name}`),
    },
  })
  vm.setProp(
    vm.global,
    'emit',
    vm.newFunction('emit', () => vm.undefined),
  )
  const names = [guestMain, ...guestApis.values(), guestJudge]
  const imports = names.map((name) => `import ${JSON.stringify(name)}`).join('\n')
  vm.evalCode(imports, entry, EvalFlags.TYPE_MODULE)
  const [describe, judge] = ['describe', 'judge'].map((name) => {
    const handle = vm.global.getProp(name)
    if (!handle.isFunction) throw new Error('the guest side of the sandbox did not load')
    vm.evalCode(`delete globalThis.${name}`)
    return vm.exportHandle(handle)
  }) as [number, number]
  // Room that is there in the image: else the first page that a bottle needs would grow the
  // memory, and the instance would have to be thrown away after every bottle.
  vm.evalCode(`void new ArrayBuffer(${limits.headroomBytes})`)
  vm.runGC()
  vm.gcThreshold = limits.collectAtBytes
  return { heap: vm.snapshot(), describe, judge }
}

/** Throws a string: an Error of the host would carry the host's file names into the guest. */
export function fail(message: string): never {
  throw message
}

/** The options of every instance of the engine: nothing of the host's but a stopped clock. */
export function engineOptions(
  wasmModule: WebAssembly.Module,
  withMemory: (memory: WebAssembly.Memory) => void = () => {},
): QuickJSOptions {
  return {
    wasm: wasmModule,
    wasi: (memory) => {
      withMemory(memory)
      return {
        clock_time_get: (_clock: number, _precision: bigint, result: number) => {
          new DataView(memory.buffer).setBigUint64(result, 0n, true)
          return 0
        },
        random_get: (start: number, length: number) => {
          new Uint8Array(memory.buffer, start, length).fill(0)
          return 0
        },
        fd_write: () => 8, // EBADF: the engine has nothing to write to
      }
    },
    timezoneOffset: 0,
    memoryLimit: limits.memoryBytes,
    maxStackSize: limits.stackBytes,
    intrinsics: Intrinsics.ALL & ~(Intrinsics.WEAK_REF | Intrinsics.PERFORMANCE),
  }
}
