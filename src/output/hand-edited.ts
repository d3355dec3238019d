/**
 * Whose a file of the output tree is: the tool's own, by the hash that a manifest has of it, or
 * somebody's work.
 */
import { companionName } from '../dialects/companion.ts'
import { fromCarriageReturns, plainLineEnds } from '../files/line-ends.ts'
import type { Manifested } from './manifest.ts'
import { readManifest, sha256 } from './manifest.ts'
import type { OutputFolder } from './tree.ts'
import { manifestName, smolfileName } from './tree.ts'

/** Whether a file has this text; without text, whether it is not there. */
export function hasText(bytes: Uint8Array | undefined, text: string | undefined): boolean {
  if (bytes === undefined || text === undefined) return bytes === text
  return Buffer.from(text).equals(bytes)
}

/** The file because of which a Smolfile is not written: it, or a manifest that is none of ours. */
export function editedSmolfile(folder: OutputFolder | undefined): string | undefined {
  if (folder?.smolfile === undefined) return isForeign(folder?.manifest) ? manifestName : undefined
  return isOurs(folder, smolfileName) ? undefined : smolfileName
}

/** The companion, when it is somebody's work. */
export function editedCompanion(
  folder: OutputFolder | undefined,
  expected: Manifested,
): string | undefined {
  const own = ownCompanion(folder, expected)
  if (folder === undefined || own === undefined || hasText(own, expected.companion?.text)) {
    return undefined
  }
  return isOurs(folder, companionName) ? undefined : companionName
}

/** The companion that is there, unless it is one that no manifest has and nobody asks for. */
export function ownCompanion(
  folder: OutputFolder | undefined,
  { companion }: Manifested,
): Uint8Array | undefined {
  if (folder?.companion === undefined) return undefined
  const isWanted = companion !== undefined || isListed(folder, companionName)
  return isWanted ? folder.companion : undefined
}

/** Whether a file is in the manifest's place that no version of the tool has written. */
export function isForeign(manifest: string | undefined): boolean {
  return manifest !== undefined && readManifest(manifest).kind === 'foreign'
}

/** Whether the file is one that the tool has recorded, byte for byte or but for line ends. */
export function isOurs(folder: OutputFolder, name: string): boolean {
  const bytes = bytesOf(folder, name)
  if (bytes === undefined) return false
  const hashes = new Set([bytes, withLineFeeds(name, bytes)].map(sha256))
  return folder.manifests.some(({ files }) => hashes.has(files[name] ?? ''))
}

export function bytesOf(
  { smolfile, companion, manifest }: OutputFolder,
  name: string,
): Uint8Array | undefined {
  if (name === manifestName) return manifest === undefined ? undefined : Buffer.from(manifest)
  return name === smolfileName ? smolfile : companion
}

/** Whether a manifest says that the bottle has a file of this name. */
export function isListed({ manifests }: OutputFolder, name: string): boolean {
  return manifests.some(({ files }) => Object.hasOwn(files, name))
}

/**
 * The bytes as they were before a checkout with `core.autocrlf` put carriage returns into them. Of a
 * companion, all lines or none are so: what else ends a line for gvproxy is not for the tool to guess.
 */
export function withLineFeeds(name: string, bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes)
  if (!buffer.includes('\r\n')) return buffer
  const text = buffer.toString('latin1')
  const plain = name === companionName ? fromCarriageReturns(text) : plainLineEnds(text)
  return Buffer.from(plain, 'latin1')
}
