import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childModule, processArguments } from '../child.ts'
import { limits } from '../limits.ts'

/**
 * Those of `texts` that the parser survives, tried in a process of their own: deep nesting
 * overflows the parser's native stack, which ends the process it runs in.
 */
export function survivors(texts: readonly string[]): ReadonlySet<string> {
  const distinct = [...new Set(texts)]
  if (survives(distinct)) return new Set(distinct)
  return new Set(distinct.length === 1 ? [] : distinct.filter((text) => survives([text])))
}

function survives(texts: readonly string[]): boolean {
  const program = fileURLToPath(childModule('probe-main', import.meta.url))
  const { status } = spawnSync(process.execPath, [...processArguments(), program], {
    input: JSON.stringify(texts),
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: limits.probeMilliseconds,
    killSignal: 'SIGKILL',
  })
  return status === 0
}
