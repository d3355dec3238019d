import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The release of smolvm's engine that tests ask. */
export const engineVersion = '1.32.2'

/** The SHA-256 of each platform's wheel, as `pip download` of that release gave them. */
const hashes: Readonly<Record<string, string>> = {
  'linux-x64': '81b104e2622aa0b187b6b7054397c391151b83db2638a16d0e54c517684f0dc2',
  'linux-arm64': '5cdd53c71369f149639f00197ce9deaafd204d2bda03b323b1ae3ee35ba4cf8b',
}

/** The hash that this machine's wheel must have; undefined where the engine has no binary for it. */
export function engineHash(platform = `${process.platform}-${process.arch}`): string | undefined {
  return hashes[platform]
}

/**
 * Fetches the wheel of the engine, once a checkout, and gives its path.
 *
 * @throws Error when it cannot be fetched, or is not the file with the known hash.
 */
export function fetchEngineWheel(cache = cacheOf(engineVersion)): string {
  const hash = engineHash()
  if (hash === undefined)
    throw new Error(`the engine has no binary for ${process.platform} ${process.arch}`)
  const fetched = wheelIn(cache)
  if (fetched !== undefined && hashOf(fetched) === hash) return fetched
  return download(
    cache,
    ['--require-hashes'],
    `${requirement(engineVersion)} --hash=sha256:${hash}`,
  )
}

/** The same of another release, of which no hash is known. */
export function fetchOtherWheel(version: string): string {
  const cache = cacheOf(version)
  return wheelIn(cache) ?? download(cache, [], requirement(version))
}

/** The folder in which a release is kept. */
export function cacheOf(version: string): string {
  return join(cacheFolder, version)
}

function requirement(version: string): string {
  return `smolmachines==${version}`
}

function download(cache: string, options: readonly string[], wanted: string): string {
  mkdirSync(cache, { recursive: true })
  // Beside the cache first: a download that was cut short is never taken for the wheel.
  const fresh = join(cache, `fetch-${process.pid}`)
  mkdirSync(fresh, { recursive: true })
  try {
    const requirements = join(fresh, 'requirements.txt')
    writeFileSync(requirements, `${wanted}\n`)
    const plain = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:']
    const files = ['--dest', fresh, '--requirement', requirements]
    python(['-m', 'pip', 'download', ...plain, ...options, ...files])
    const wheel = wheelIn(fresh)
    if (wheel === undefined) throw new Error(`pip left no wheel in ${fresh}`)
    const path = join(cache, wheel.slice(fresh.length + 1))
    renameSync(wheel, path)
    return path
  } finally {
    rmSync(fresh, { recursive: true })
  }
}

/** Takes files out of the wheel, by their path in it, into `folder`, under their own names. */
export function unpackEngine(wheel: string, folder: string, members: readonly string[]): void {
  const program = [
    'import os, sys, zipfile',
    'wheel, folder, *members = sys.argv[1:]',
    'for member in members:',
    '    to = os.path.join(folder, os.path.basename(member))',
    '    with open(to, "xb") as file: file.write(zipfile.ZipFile(wheel).read(member))',
    '    os.chmod(to, 0o755)',
  ]
  python(['-c', program.join('\n'), wheel, folder, ...members])
}

const cacheFolder = fileURLToPath(
  new URL('../../node_modules/.cache/bottleworks-engine', import.meta.url),
)

function wheelIn(folder: string): string | undefined {
  const name = existsSync(folder)
    ? readdirSync(folder).find((each) => each.endsWith('.whl'))
    : undefined
  return name === undefined ? undefined : join(folder, name)
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

function python(args: readonly string[]): void {
  const { status, stderr, error } = spawnSync('python3', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`python3 fails: ${error?.message ?? stderr}`)
}
