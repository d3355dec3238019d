import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { linkSync, lstatSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readRegularFile } from '../../files/read-file.ts'
import { replaceFile, stageFile, temporaryPattern, tryUnlink } from '../../files/write-file.ts'
import { limits } from '../limits.ts'
import type { CachePlace } from './cache-folder.ts'
import { makeFolder } from './cache-folder.ts'
import { isPrivate } from './user-folders.ts'

const sealLength = 32
const keyLength = 32
/** To write a cache takes far less. */
const abandonedMilliseconds = 60_000

/** The text of a sealed file, as {@link readSealedBytes} reads it. */
export function readSealed(place: CachePlace): string | undefined {
  return readSealedBytes(place)?.toString('utf8')
}

/**
 * The bytes of a file that this user's tool has written, and nobody else: the seal before it is made
 * with a key that lies outside of the project, where what runs in a bottle cannot read it.
 *
 * @returns Nothing when there is no such file, or one byte of it is not as it was written.
 */
export function readSealedBytes({ path, key: keyPath }: CachePlace): Buffer | undefined {
  const key = readKey(keyPath)
  const bytes = key === undefined ? undefined : readBytes(path)
  if (key === undefined || bytes === undefined || bytes.length < sealLength) return undefined
  const [seal, body] = [bytes.subarray(0, sealLength), bytes.subarray(sealLength)]
  return timingSafeEqual(seal, sealOf(key, body)) ? body : undefined
}

/** Writes a sealed file in whole, over one that is there. What cannot be written is not cached. */
export function writeSealed({ path, key: keyPath }: CachePlace, content: string | Buffer): void {
  try {
    const key = readKey(keyPath) ?? makeKey(keyPath)
    const body = typeof content === 'string' ? Buffer.from(content) : content
    if (body.length > limits.cacheBytes) return
    makeFolder(dirname(path))
    removeAbandoned(path)
    replaceFile(path, Buffer.concat([sealOf(key, body), body]), 0o600)
  } catch {
    // The next run evaluates again.
  }
}

function sealOf(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest()
}

/** The key, if nobody but this user can have read it or put it there. */
function readKey(path: string): Buffer | undefined {
  const key = isPrivate(path) ? readBytes(path) : undefined
  return key?.length === keyLength ? key : undefined
}

/**
 * Makes the key; of two processes that do so at once, the first one's holds. What is there and is
 * no key, such as half of one, goes: nothing could be cached ever again.
 */
function makeKey(path: string): Buffer {
  makeFolder(dirname(path))
  const temporary = stageFile(path, randomBytes(keyLength), 0o600)
  try {
    tryLink(temporary, path)
    if (readKey(path) === undefined) renameSync(temporary, path)
  } finally {
    tryUnlink(temporary)
  }
  const key = readKey(path)
  if (key === undefined) throw new Error('there is no key')
  return key
}

/** Removes what processes have left that were killed while they wrote `path`. */
function removeAbandoned(path: string): void {
  const folder = dirname(path)
  for (const name of readdirSync(folder)) {
    if (temporaryPattern.exec(name)?.[1] !== basename(path)) continue
    const temporary = join(folder, name)
    const age = Date.now() - (lstatSync(temporary, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    if (age > abandonedMilliseconds) tryUnlink(temporary)
  }
}

function tryLink(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Something is there, be it the key that another process has made.
  }
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readRegularFile(path, { most: limits.cacheBytes + sealLength })
  } catch {
    return undefined
  }
}
