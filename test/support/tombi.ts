import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The release of the TOML server that the guide was written by. */
export const tombiVersion = '1.9.6'

/** The SHA-256 of the wheel, as `pip download` of that release gave it. */
const hashes: Readonly<Record<string, string>> = {
  'linux-x64': 'd45b5278e5e9478e237d670f0868a8bafd11eeda3b76f67690b3df1d6b37dbe0',
}

const folder = fileURLToPath(
  new URL(`../../node_modules/.cache/bottleworks-tombi/${tombiVersion}`, import.meta.url),
)

/** The program, fetched once a checkout; or why it cannot be had. */
export function findTombi(): { readonly program: string } | { readonly why: string } {
  const program = join(folder, 'bin/tombi')
  if (existsSync(program)) return { program }
  const hash = hashes[`${process.platform}-${process.arch}`]
  if (hash === undefined)
    return { why: `no wheel is known for ${process.platform} ${process.arch}` }
  mkdirSync(folder, { recursive: true })
  const requirements = join(folder, 'requirements.txt')
  writeFileSync(requirements, `tombi==${tombiVersion} --hash=sha256:${hash}\n`)
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:']
  const into = ['--require-hashes', '--target', folder, '--requirement', requirements]
  const argv = ['-m', 'pip', 'install', ...quiet, ...into]
  const { status, stderr, error } = spawnSync('python3', argv, { encoding: 'utf8' })
  if (status === 0) return { program }
  return { why: `pip cannot fetch tombi: ${error?.message ?? stderr.trim().split('\n').at(-1)}` }
}
