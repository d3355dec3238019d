import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { compiledPlace } from './cache-folder.ts'
import { readSealedBytes, writeSealed } from './sealed-file.ts'

/** A script of the tool's own that runs. */
export interface OwnScript<Exports> {
  readonly exports: Exports
  /** Keeps what has been compiled of it for the next run, unless that is known. */
  keep(): void
}

/** A script of the tool's own: a function, as the build wraps what is in it. */
type Wrapped = (
  module: { exports: unknown },
  url: string,
  importModule: (name: string) => Promise<unknown>,
) => void

const hashLength = 32

/**
 * Runs a script of the tool's own. Most of a short run would be to compile it, so what V8 has
 * compiled is kept in the user's folder for caches. V8 believes it without a look, so it is sealed,
 * and holds for one text of the script alone.
 *
 * @param file Where the build has put the script.
 * @param project Real path of the project, into which nothing is put; without one nothing is kept.
 */
export function runOwnScript<Exports>(file: URL, project?: string): OwnScript<Exports> {
  const path = fileURLToPath(file)
  const bytes = readFileSync(path)
  const place = project === undefined ? undefined : compiledPlace(project, basename(path))
  const key = place === undefined ? undefined : hash('sha256', bytes, 'buffer')
  const kept = place === undefined ? undefined : readSealedBytes(place)
  const isOfText = key !== undefined && kept?.subarray(0, hashLength).equals(key) === true
  const cachedData = isOfText ? kept.subarray(hashLength) : undefined
  const script = new Script(bytes.toString('latin1'), { filename: path, cachedData })
  const module = { exports: {} }
  const wrapped = script.runInThisContext() as Wrapped
  wrapped(module, file.href, (name) => import(name))
  const isKnown = cachedData !== undefined && script.cachedDataRejected !== true
  return {
    exports: module.exports as Exports,
    keep: () => {
      if (isKnown || place === undefined || key === undefined) return
      writeSealed(place, Buffer.concat([key, script.createCachedData()]))
    },
  }
}
