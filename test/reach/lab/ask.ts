import { connect } from 'node:net'
import type { Protocol } from '../probes.ts'
import { exchange, patience } from './contact.ts'
import type { Question, Reply } from './dns-message.ts'
import { decodeReply, encodeQuestion, inWords } from './dns-message.ts'

/** Asks a DNS server; undefined when it does not answer. */
export async function ask(
  protocol: Protocol,
  server: string,
  question: Question,
): Promise<Reply | undefined> {
  const id = Math.floor(Math.random() * 65_536)
  const message = encodeQuestion(id, question)
  const read = (reply: Buffer) =>
    reply.length > 12 && reply.readUInt16BE(0) === id ? decodeReply(reply) : undefined
  return protocol === 'udp' ? exchange(server, 53, message, read) : askByTcp(server, message, read)
}

function askByTcp(
  server: string,
  message: Buffer,
  read: (reply: Buffer) => Reply | undefined,
): Promise<Reply | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: server, port: 53 })
    const chunks: Buffer[] = []
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(read(Buffer.concat(chunks).subarray(2)))
    }
    const timer = setTimeout(end, patience)
    socket.on('connect', () =>
      socket.write(
        Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]),
      ),
    )
    socket.on('data', (bytes) => {
      chunks.push(bytes)
      const all = Buffer.concat(chunks)
      if (all.length >= 2 && all.length >= 2 + all.readUInt16BE(0)) end()
    })
    socket.on('error', end)
    socket.on('end', end)
  })
}

/** What came back, in words. */
export function wordsOf(reply: Reply | undefined): string {
  if (reply === undefined) return 'no answer'
  return reply.outcome === 'NOERROR' ? inWords(reply.answers) : reply.outcome
}
