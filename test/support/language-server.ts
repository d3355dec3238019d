import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A message of the language server protocol, as far as tests look into it. */
export interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
}

/** A language server that was started, and is talked with over its pipes. */
export interface LanguageServer {
  readonly ask: (method: string, params: object) => Promise<unknown>
  readonly tell: (method: string, params: object) => void
  readonly stop: () => Promise<void>
}

/** Starts a language server in a folder, as an editor does, and waits until it is ready. */
export async function startServer(
  program: string,
  argv: readonly string[],
  folder: string,
): Promise<LanguageServer> {
  const child = spawn(program, argv, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
  const waiting = new Map<number, (result: unknown) => void>()
  let received = Buffer.alloc(0)
  let last = 0
  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const take = ({ id, method, result }: Message) => {
    if (id === undefined) return
    // What the server asks of the editor has no answer here.
    if (method !== undefined) return send({ id, result: null })
    waiting.get(id)?.(result)
    waiting.delete(id)
  }
  child.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (;;) {
      const end = received.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(received.toString('latin1', 0, end))?.[1])
      if (end === -1 || received.length < end + 4 + length) return
      const body = received.subarray(end + 4, end + 4 + length)
      received = received.subarray(end + 4 + length)
      take(JSON.parse(body.toString()))
    }
  })
  const ask = (method: string, params: object) =>
    new Promise<unknown>((resolve) => {
      last += 1
      waiting.set(last, resolve)
      send({ id: last, method, params })
    })
  const tell = (method: string, params: object) => send({ method, params })
  const stop = async () => {
    const closed = once(child, 'close')
    child.kill()
    await closed
  }
  const capabilities = { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } }
  await ask('initialize', { processId: null, rootUri: `file://${folder}`, capabilities })
  tell('initialized', {})
  return { ask, tell, stop }
}
