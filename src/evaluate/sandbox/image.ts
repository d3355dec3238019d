import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { QuickJS } from 'quickjs-wasi'
import { isBuilt, packageFile } from '../../files/package-files.ts'
import { limits } from '../limits.ts'
import type { Booted } from './boot.ts'
import type { GuestModule } from './protocol.ts'

/** The path at which the build keeps the image. */
export const builtImage = packageFile('dist/engine.image')

const digestBytes = 32
const handleBytes = 4
const headBytes = 2 * handleBytes

/**
 * The image that the build has made of the booted engine, which saves booting it at every start.
 *
 * @param wasm The engine's program.
 * @returns Nothing from source, and for an image that is damaged or of something else.
 */
export function readImage(wasm: Uint8Array, guest: readonly GuestModule[]): Booted | undefined {
  if (!isBuilt) return undefined
  try {
    return openImage(readFileSync(builtImage), wasm, guest)
  } catch {
    return undefined
  }
}

/** The image as a file: a hash of it and all that it was made of, the handles, and the heap. */
export function makeImage(
  { heap, describe, judge }: Booted,
  wasm: Uint8Array,
  guest: readonly GuestModule[],
): Uint8Array {
  const handles = Buffer.alloc(headBytes)
  handles.writeUInt32LE(describe)
  handles.writeUInt32LE(judge, handleBytes)
  const body = Buffer.concat([handles, QuickJS.serializeSnapshot(heap)])
  return Buffer.concat([digest(body, wasm, guest), body])
}

export function openImage(
  file: Buffer,
  wasm: Uint8Array,
  guest: readonly GuestModule[],
): Booted | undefined {
  const body = file.subarray(digestBytes)
  if (!digest(body, wasm, guest).equals(file.subarray(0, digestBytes))) return undefined
  const heap = QuickJS.deserializeSnapshot(body.subarray(headBytes))
  return { heap, describe: body.readUInt32LE(), judge: body.readUInt32LE(handleBytes) }
}

function digest(body: Uint8Array, wasm: Uint8Array, guest: readonly GuestModule[]): Buffer {
  const made = JSON.stringify([limits, guest])
  return createHash('sha256').update(made).update(wasm).update(body).digest()
}
