import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'

/** The machine does not give the sandbox what it needs: no bottle is to blame. */
export class SandboxUnavailable extends Error {}

/** What is missing, by what the system says of it. */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /allocate Wasm memory|WebAssembly.*out of memory/i,
    'WebAssembly reserves some 10 GiB of addresses: raise the limit (ulimit -v), or start Node.js with --disable-wasm-trap-handler',
  ],
  [/WebAssembly|Wasm/, 'WebAssembly is switched off: start Node.js without --jitless'],
  [
    /EAGAIN|ENOMEM|ERR_WORKER_INIT_FAILED/,
    'no thread or process can be started: raise the limits of processes and memory (ulimit -u, ulimit -v)',
  ],
]

export function unavailable({ message }: SandboxUnavailable): Diagnostic {
  const hint = hints.find(([pattern]) => pattern.test(message))?.[1]
  return diagnosticOf('BW117', `the sandbox cannot start: ${quote(message)}`, { hint })
}
