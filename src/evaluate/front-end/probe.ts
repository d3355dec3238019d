import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ownModule, processArguments } from '../../files/package-files.ts'
import { limits } from '../limits.ts'
import { SandboxUnavailable } from '../sandbox/unavailable.ts'

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
 * the parser busy for ever. As with bottles, each text has a short time at first, and those that
 * take longer have equal shares of a longer one.
 */
export function survivors(texts: readonly string[]): ReadonlySet<string> {
  const { survived, stopped } = probeAll([...new Set(texts)], limits.firstProbeMilliseconds)
  const share = Math.min(limits.probeMilliseconds, limits.longProbeMilliseconds / stopped.length)
  if (share <= limits.firstProbeMilliseconds) return new Set(survived)
  return new Set([...survived, ...probeAll(stopped, share).survived])
}

/** @param milliseconds The time of each text, of the processor's. */
function probeAll(texts: readonly string[], milliseconds: number) {
  const survived: string[] = []
  const stopped: string[] = []
  let left = texts
  while (left.length > 0) {
    const batch = firstBatch(left)
    const { parsed, isStopped } = probe(batch, milliseconds)
    survived.push(...batch.slice(0, parsed))
    // The process has ended of the text after the last that it parsed.
    const [last] = batch.slice(parsed)
    if (last !== undefined && isStopped) stopped.push(last)
    left = left.slice(last === undefined ? parsed : parsed + 1)
  }
  return { survived, stopped }
}

function firstBatch(texts: readonly string[]): readonly string[] {
  let length = 0
  const end = texts.findIndex((text) => {
    length += text.length
    return length > limits.probeBatchLength
  })
  return end === -1 ? texts : texts.slice(0, Math.max(1, end))
}

/** How many of `texts`, from the first on, one process parses before it ends, and what ended it. */
function probe(texts: readonly string[], milliseconds: number) {
  const program = fileURLToPath(ownModule('evaluate/front-end/probe-main'))
  const argv = [...processArguments(), program, String(milliseconds)]
  const { stdout, signal, error } = spawnSync(process.execPath, argv, {
    input: JSON.stringify(texts),
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    // The process ends itself; this is for one that stands still.
    timeout: limits.standstillMilliseconds,
    killSignal: 'SIGKILL',
  })
  // It writes a line when it is ready: before that the text is not to blame.
  const [first, ...dots] = stdout?.toString() ?? ''
  if (first !== '\n' && !isTimeOut(error)) {
    throw new SandboxUnavailable(`no process can be started to parse in: ${error ?? signal}`)
  }
  return { parsed: dots.length, isStopped: signal === 'SIGKILL' }
}

function isTimeOut(error: Error | undefined): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT'
}
