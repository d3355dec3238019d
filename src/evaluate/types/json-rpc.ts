import type { Readable, Writable } from 'node:stream'

/** Answers a request of the other side. */
export type RpcReply = (method: string, params: unknown) => unknown

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message?: unknown }
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * JSON-RPC 2.0 over a pair of streams, with the header of the Language Server Protocol
 * (microsoft.github.io/language-server-protocol, base protocol): as much of it as it takes to ask
 * and to answer.
 */
export class JsonRpc {
  readonly #output: Writable
  readonly #answer: RpcReply
  readonly #waiting = new Map<number, Waiting>()
  #chunks: Buffer[] = []
  #length = 0
  /** The number of bytes that the next step takes: a whole message, once its length is known. */
  #needed = 0
  #last = 0
  /** The number of bytes of all answers. */
  #answered = 0
  #failure: Error | undefined

  /** @param most Most bytes of a message of the other side, and of all that it answers. */
  constructor(input: Readable, output: Writable, most: number, answer: RpcReply) {
    this.#output = output
    this.#answer = answer
    input.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#length += chunk.length
      try {
        if (this.#length >= this.#needed) this.#take(most)
      } catch (error) {
        this.fail(error as Error)
      }
    })
    // What the other side does not read any more, it says by its end.
    output.on('error', () => {})
  }

  /** @throws What the other side says, or what {@link fail} was told. */
  request(method: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure)
      this.#last += 1
      this.#waiting.set(this.#last, { resolve, reject })
      this.#send({ id: this.#last, method, params })
    })
  }

  /** Ends all that is asked, now and later. */
  fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }

  #take(most: number): void {
    let bytes = Buffer.concat(this.#chunks)
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1 && bytes.length > longestHeader) throw new Error('the header has no end')
      if (end === -1) break
      const length = Number(/^Content-Length: (\d+)$/im.exec(bytes.toString('latin1', 0, end))?.[1])
      if (Number.isNaN(length)) throw new Error('the header has no length')
      if (length > most) throw new TooLong()
      const start = end + 4
      this.#needed = start + length
      if (bytes.length < this.#needed) break
      const message = JSON.parse(bytes.toString('utf8', start, this.#needed)) as Message
      if (message.method === undefined) this.#answered += length
      if (this.#answered > most) throw new TooLong()
      this.#receive(message)
      bytes = bytes.subarray(this.#needed)
      this.#needed = 0
    }
    this.#chunks = [bytes]
    this.#length = bytes.length
  }

  #receive({ id, method, params, result, error }: Message): void {
    if (method !== undefined) {
      if (id !== undefined) this.#send({ id, result: this.#answer(method, params) })
      return
    }
    const waiting = this.#waiting.get(id as number)
    this.#waiting.delete(id as number)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(String(error.message)))
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#output.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
}

/** The other side sends more than it may. */
export class TooLong extends Error {}

/** Longest header, in bytes. */
const longestHeader = 1024
