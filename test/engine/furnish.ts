import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { tomlString } from '../../src/smolfile/toml-text.ts'
import type { Case } from './cases.ts'
import { readVolume } from './read-volume.ts'

/**
 * Makes the folders and archives that a Smolfile asks for under `folder`, in which it is asked
 * about, and returns its text. The paths of one that was not written for this test are moved there.
 * What is called `missing` is not made; what is called `archive` is a file.
 */
export function furnish({ text, isMoved }: Case, folder: string): string {
  const { document } = vetSmolfile('Smolfile', text, 'smolvm')
  if (document === undefined) return text
  const { volumes = [], dev, image } = document as SmolvmDocument
  const home = (path: string) => (isMoved && path.startsWith('/') ? join(folder, path) : path)
  let moved = text
  const replace = (from: string, to: string) => {
    moved = moved.replaceAll(tomlString(from), () => tomlString(to))
  }
  for (const entry of [...volumes, ...(dev?.volumes ?? [])]) {
    const volume = readVolume(entry)
    if (volume?.kind !== 'folder') continue
    const host = home(volume.host)
    make(host, folder, /archive/.test(host))
    if (host !== volume.host) replace(entry, host + entry.slice(volume.host.length))
  }
  if (image !== undefined && /^(?:\.{0,2}\/|[a-z]:[\\/])|\.(?:tar|tgz)$|\.tar\.gz$/i.test(image)) {
    const path = home(image)
    make(path, folder, /archive|\.tar$|\.t?gz$/.test(path))
    if (path !== image) replace(image, path)
  }
  return moved
}

function make(path: string, folder: string, isFile: boolean): void {
  const full = resolve(folder, path)
  // Nothing is made outside, where the host's own folders are.
  if (relative(folder, full).startsWith('..') || path.includes('missing')) return
  mkdirSync(isFile ? dirname(full) : full, { recursive: true })
  if (isFile) writeFileSync(full, 'an archive')
}
