import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The release that tests run. Go checks the module's hash with its own checksum database. */
export const gvproxyVersion = '0.8.9'

const module = `github.com/containers/gvisor-tap-vsock/cmd/gvproxy@v${gvproxyVersion}`
const oldestGo = [1, 25] as const

const cache = fileURLToPath(
  new URL('../../node_modules/.cache/bottleworks-gvproxy', import.meta.url),
)
const folder = join(cache, gvproxyVersion)

/** Where Go is, also where its installer has put it and no PATH has it. */
const path = `${process.env.PATH}:/usr/local/go/bin`

/** What this machine lacks to build gvproxy; undefined when it was built already. */
export function lackOfGvproxy(): string | undefined {
  if (existsSync(join(folder, 'gvproxy'))) return undefined
  const { stdout, error } = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path, GOTOOLCHAIN: 'local' },
  })
  if (error !== undefined) return 'there is no Go'
  const [, major = '0', minor = '0'] = /^go(\d+)\.(\d+)/.exec(stdout) ?? []
  const isOld = Number(major) === oldestGo[0] && Number(minor) < oldestGo[1]
  return isOld ? `Go is ${stdout.trim()}; gvproxy needs ${oldestGo.join('.')}` : undefined
}

/**
 * Builds gvproxy from the module proxy, once a checkout, and gives the folder that it is in.
 *
 * @throws Error when Go cannot.
 */
export function buildGvproxy(): string {
  if (existsSync(join(folder, 'gvproxy'))) return folder
  mkdirSync(folder, { recursive: true })
  // Beside its place first: a build that was cut short is never taken for gvproxy.
  const fresh = mkdtempSync(join(cache, 'build-'))
  try {
    const { status, stderr } = spawnSync('go', ['install', module], {
      encoding: 'utf8',
      env: { ...process.env, PATH: path, GOBIN: fresh, GOFLAGS: '-mod=mod' },
    })
    if (status !== 0) throw new Error(`go install ${module} fails: ${stderr}`)
    renameSync(join(fresh, 'gvproxy'), join(folder, 'gvproxy'))
    return folder
  } finally {
    rmSync(fresh, { recursive: true })
  }
}
