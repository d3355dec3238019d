import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
 * Those of `texts` that the parser survives, tried in processes of their own: deep nesting overflows
 * the parser's native stack, which ends the process it runs in, and other nesting keeps the parser
 * busy for ever. As with bottles, each text has a short time at first, and those that take longer
 * have equal shares of a longer one.
 */
export async function survivors(texts: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await probeTexts(texts)).keys())
}

/** Those of `texts` that parse, and declare for nobody but those that import them. */
export async function confined(texts: readonly string[]): Promise<ReadonlySet<string>> {
  const marks = await probeTexts(texts)
  return new Set([...marks].flatMap(([text, mark]) => (mark === '.' ? [text] : [])))
}

/** The mark of each text that the parser survives: a dot, or `!` where that is all to be said for it. */
async function probeTexts(texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const first = await probeAll([...new Set(texts)], limits.firstProbeMilliseconds)
  const { survived, stopped } = first
  const share = Math.min(limits.probeMilliseconds, limits.longProbeMilliseconds / stopped.length)
  if (share <= limits.firstProbeMilliseconds) return new Map(survived)
  return new Map([...survived, ...(await probeAll(stopped, share)).survived])
}

/** @param milliseconds The time of each text, of the processor's. */
async function probeAll(texts: readonly string[], milliseconds: number) {
  const survived: (readonly [text: string, mark: string])[] = []
  const stopped: string[] = []
  const queue = batchesOf(texts)
  const next = async () => {
    const batch = queue.shift() ?? []
    const { marks, isStopped } = await probe(batch, milliseconds)
    survived.push(...[...marks].map((mark, index) => [batch[index] ?? '', mark] as const))
    // The process has ended of the text after the last that it parsed.
    const [last, ...rest] = batch.slice(marks.length)
    if (last !== undefined && isStopped) stopped.push(last)
    const middle = Math.ceil(rest.length / 2)
    queue.unshift(...[rest.slice(0, middle), rest.slice(middle)].filter(({ length }) => length > 0))
  }
  const work = async () => {
    while (queue.length > 0) await next()
  }
  // One process is enough, as long as none ends before its time.
  if (queue.length > 0) await next()
  await Promise.all([work(), work()])
  return { survived, stopped }
}

function batchesOf(texts: readonly string[]): (readonly string[])[] {
  const batches: string[][] = []
  let room = 0
  for (const text of texts) {
    if (text.length > room) {
      batches.push([])
      room = limits.probeBatchLength
    }
    batches.at(-1)?.push(text)
    room -= text.length
  }
  return batches
}

/** The marks of the texts, from the first on, that one process parses before it ends. */
async function probe(texts: readonly string[], milliseconds: number) {
  const { output, signal } = await runProbe(texts, milliseconds).catch((error) => {
    throw new SandboxUnavailable(`no process can be started to parse in: ${error}`)
  })
  // It writes a line when it is ready: before that the text is not to blame.
  if (!output.startsWith('\n')) {
    throw new SandboxUnavailable(`the process to parse in ended at once: ${signal}`)
  }
  return { marks: output.slice(1), isStopped: signal === 'SIGKILL' || signal === 'SIGTERM' }
}

async function runProbe(texts: readonly string[], milliseconds: number) {
  const program = fileURLToPath(ownModule('evaluate/front-end/probe-main'))
  const child = spawn(
    process.execPath,
    [...processArguments(), program, String(milliseconds)],
    // The process ends itself; the time-out is for one that stands still.
    { env: {}, stdio: ['pipe', 'pipe', 'ignore'], timeout: limits.standstillMilliseconds },
  )
  const closed = once(child, 'close')
  closed.catch(() => {}) // it is awaited below, unless there are no pipes to write to
  let output = ''
  child.stdout.setEncoding('latin1').on('data', (text) => {
    output += text
  })
  child.stdin.on('error', () => {}) // it has ended before it has read all
  child.stdin.end(JSON.stringify(texts))
  const [, signal] = await closed
  return { output, signal }
}
