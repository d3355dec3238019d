import { readFileSync } from 'node:fs'
import { assert, beforeAll, describe, expect, it } from 'vitest'
import type { Booted } from '../../src/evaluate/sandbox/boot.ts'
import { bootEngine } from '../../src/evaluate/sandbox/boot.ts'
import { wasmFile } from '../../src/evaluate/sandbox/engine.ts'
import { builtGuest, readGuestModules } from '../../src/evaluate/sandbox/guest-modules.ts'
import { builtImage, makeImage, openImage } from '../../src/evaluate/sandbox/image.ts'
import type { GuestModule } from '../../src/evaluate/sandbox/protocol.ts'

const wasm = readFileSync(wasmFile)

/** Positions all over `bytes`, and each of the first ones. */
function positions(bytes: Uint8Array): readonly number[] {
  const step = Math.floor(bytes.length / 100)
  return [
    ...Array.from({ length: 80 }, (_, index) => index),
    ...Array.from({ length: 100 }, (_, index) => index * step),
    bytes.length - 1,
  ]
}

describe('the image of the booted engine', () => {
  let guest: readonly GuestModule[]
  let image: Buffer

  /** The file of an image that has been opened: a heap is too large for a readable difference. */
  const remake = (booted: Booted | undefined) => {
    assert(booted !== undefined)
    return Buffer.from(makeImage(booted, wasm, guest))
  }

  beforeAll(async () => {
    guest = await readGuestModules()
    image = remake(await bootEngine(await WebAssembly.compile(wasm), guest))
  })

  it('holds what was booted', () => {
    expect(remake(openImage(image, wasm, guest)).equals(image)).toBe(true)
  })

  it('is the same whenever it is made', async () => {
    const again = await bootEngine(await WebAssembly.compile(wasm), guest)
    expect(remake(again).equals(image)).toBe(true)
  })

  it('is not opened when a byte of it has changed, or some are missing', () => {
    for (const position of positions(image)) {
      const changed = Buffer.from(image)
      changed[position] = (changed[position] ?? 0) ^ 1
      expect(openImage(changed, wasm, guest), `byte ${position}`).toBeUndefined()
    }
    for (const length of [0, 1, 31, 32, 40, image.length - 1])
      expect(openImage(image.subarray(0, length), wasm, guest)).toBeUndefined()
  })

  it('is not opened for another engine, nor for another authoring language', () => {
    const otherWasm = Buffer.from(wasm)
    otherWasm[otherWasm.length - 1] = (otherWasm[otherWasm.length - 1] ?? 0) ^ 1
    expect(openImage(image, otherWasm, guest)).toBeUndefined()
    expect(openImage(image, wasm, guest.slice(1))).toBeUndefined()
  })

  it('is what the built tool starts from, of the same modules without their comments', async () => {
    const built: readonly GuestModule[] = JSON.parse(readFileSync(builtGuest, 'utf8'))
    expect(built.map(({ name }) => name)).toEqual(guest.map(({ name }) => name))
    for (const { name, code } of built) expect(code, name).not.toMatch(/\/\*\*|\n\s*\/\//)
    const booted = await bootEngine(await WebAssembly.compile(wasm), built)
    const remade = Buffer.from(makeImage(booted, wasm, built))
    expect(remade.equals(readFileSync(builtImage))).toBe(true)
  })
})
