import { spawn, spawnSync } from 'node:child_process'

/** Of `unshare`: when it ends, so does all that runs in them. */
const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** What this machine lacks for programs in namespaces of their own, and for these besides. */
export function lackOfNamespaces(programs: readonly string[]): string | undefined {
  if (process.platform !== 'linux') return 'it is not Linux'
  if (process.getuid?.() !== 0) return 'root is needed for network namespaces'
  const all = [...programs, 'unshare', 'mount', 'mknod', 'ip']
  const absent = all.find((name) => spawnSync('which', [name]).status !== 0)
  if (absent !== undefined) return `there is no ${absent}`
  const { status } = spawnSync('unshare', [...namespaces, 'ip', 'link', 'set', 'lo', 'up'])
  return status === 0 ? undefined : 'namespaces cannot be made here'
}

/**
 * Runs a program as the host, in namespaces of its own. It ends with its standard input.
 *
 * @throws Error with what it says when it fails.
 */
export async function runInNamespaces(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const child = spawn('unshare', [...namespaces, ...argv], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env,
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (status !== 0) throw new Error(`the laboratory fails with ${status}: ${stderr}`)
}
