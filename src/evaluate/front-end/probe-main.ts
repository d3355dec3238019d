/**
 * The process that {@link survivors} starts: it writes a line, and a mark for each text that it has
 * parsed: a dot, or `!` of one that does not parse without error, or declares for files that do not
 * import it. The parser cannot be interrupted, so a thread beside it ends the process when one text has had its
 * time, which is the first argument, in milliseconds of the processor's.
 */
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { compileSource } from './compile.ts'

const parsed = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
const watch = `
const { workerData: { parsed, most } } = require('node:worker_threads')
let seen = -1
let start = 0
setInterval(() => {
  const { user, system } = process.cpuUsage()
  const used = (user + system) / 1000
  const now = Atomics.load(parsed, 0)
  if (now !== seen) start = used
  seen = now
  if (used - start >= most) process.kill(process.pid, 'SIGKILL')
}, 10)
`
const texts: readonly string[] = JSON.parse(readFileSync(0, 'utf8'))
const workerData = { parsed, most: Number(process.argv[2]) }
new Worker(watch, { eval: true, workerData, execArgv: [] }).unref()
process.stdout.write('\n')
for (const text of texts) {
  const { problems } = compileSource('code', text)
  const isOutward = problems.some(({ code }) => code === 'BW104' || code === 'BW107')
  Atomics.add(parsed, 0, 1)
  process.stdout.write(isOutward ? '!' : '.')
}
