import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ownModule, processArguments } from '../../files/package-files.ts'
import { limits } from '../limits.ts'

/** Whether the parser could end this process with `text`, or be busy with it for ever. */
export function needsProbe(text: string): boolean {
  if (Buffer.byteLength(text) > limits.unprobedBytes) return true
  return count(text, '<') > limits.unprobedAngles || count(text, '(') > limits.unprobedParentheses
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

/**
 * Those of `texts` that the parser survives, tried in a process of their own: deep nesting
 * overflows the parser's native stack, which ends the process it runs in, and other nesting keeps
 * the parser busy for ever.
 */
export function survivors(texts: readonly string[]): ReadonlySet<string> {
  const survived = new Set<string>()
  let left = [...new Set(texts)]
  while (left.length > 0) {
    const batch = firstBatch(left)
    const parsed = countParsed(batch)
    for (const text of batch.slice(0, parsed)) survived.add(text)
    // The process has ended of the text after the last that it parsed.
    left = left.slice(parsed === batch.length ? parsed : parsed + 1)
  }
  return survived
}

function firstBatch(texts: readonly string[]): readonly string[] {
  let length = 0
  const end = texts.findIndex((text) => {
    length += text.length
    return length > limits.probeBatchLength
  })
  return end === -1 ? texts : texts.slice(0, Math.max(1, end))
}

/** Counts how many of `texts`, from the first on, one process parses before it ends. */
function countParsed(texts: readonly string[]): number {
  const program = fileURLToPath(ownModule('evaluate/front-end/probe-main'))
  const { stdout } = spawnSync(process.execPath, [...processArguments(), program], {
    input: JSON.stringify(texts),
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: limits.probeMilliseconds,
    killSignal: 'SIGKILL',
  })
  return stdout?.length ?? 0
}
