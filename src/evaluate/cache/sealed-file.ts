import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { limits } from '../limits.ts'
import { keyPath, makeFolder } from './cache-folder.ts'

const sealLength = 32
const keyLength = 32
const temporaryEnd = /\.\d+-[0-9a-f]{8}\.tmp$/
/** To write a cache takes far less. */
const abandonedMilliseconds = 60_000

/**
 * The text of a file that this user's tool has written, and nobody else: the seal before it is made
 * with a key that lies outside of the project, where what runs in a bottle cannot read it.
 *
 * @returns Nothing when there is no such file, or one byte of it is not as it was written.
 */
export function readSealed(path: string): string | undefined {
  const key = readKey()
  const bytes = key === undefined ? undefined : readRegular(path)
  if (key === undefined || bytes === undefined || bytes.length < sealLength) return undefined
  const [seal, body] = [bytes.subarray(0, sealLength), bytes.subarray(sealLength)]
  return timingSafeEqual(seal, sealOf(key, body)) ? body.toString('utf8') : undefined
}

/** Writes a sealed file in whole, over one that is there. What cannot be written is not cached. */
export function writeSealed(path: string, text: string): void {
  const temporary = temporaryName(path)
  try {
    const key = readKey() ?? makeKey()
    const body = Buffer.from(text)
    if (body.length > limits.cacheBytes) return
    makeFolder(dirname(path))
    removeAbandoned(path)
    writeFileSync(temporary, Buffer.concat([sealOf(key, body), body]), { flag: 'wx', mode: 0o600 })
    renameSync(temporary, path)
  } catch {
    tryRemove(temporary)
  }
}

function sealOf(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest()
}

function readKey(): Buffer | undefined {
  const key = readRegular(keyPath())
  return key?.length === keyLength ? key : undefined
}

/**
 * Makes the key; of two processes that do so at once, the first one's holds. What is there and is
 * no key, such as half of one, goes: nothing could be cached ever again.
 */
function makeKey(): Buffer {
  const path = keyPath()
  const temporary = temporaryName(path)
  makeFolder(dirname(path))
  try {
    writeFileSync(temporary, randomBytes(keyLength), { flag: 'wx', mode: 0o600 })
    tryLink(temporary, path)
    if (readKey() === undefined) renameSync(temporary, path)
  } finally {
    tryRemove(temporary)
  }
  const key = readKey()
  if (key === undefined) throw new Error('there is no key')
  return key
}

function temporaryName(path: string): string {
  return `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
}

/** Removes what processes have left that were killed while they wrote `path`. */
function removeAbandoned(path: string): void {
  const folder = dirname(path)
  for (const name of readdirSync(folder)) {
    const temporary = join(folder, name)
    if (!temporary.startsWith(`${path}.`) || !temporaryEnd.test(name)) continue
    const age = Date.now() - (lstatSync(temporary, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    if (age > abandonedMilliseconds) tryRemove(temporary)
  }
}

function tryLink(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Something is there, be it the key that another process has made.
  }
}

function readRegular(path: string): Buffer | undefined {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const status = fstatSync(descriptor)
    if (!status.isFile() || status.size > limits.cacheBytes + sealLength) return undefined
    return readFileSync(descriptor)
  } catch {
    return undefined
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function tryRemove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // It was renamed, or never made.
  }
}
