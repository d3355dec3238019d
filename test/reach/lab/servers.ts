import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { answerTo } from './contact.ts'
import { decodeQuestion, encodeReply } from './dns-message.ts'
import { recordsOf } from './names.ts'

/** Called with the id that a server was told, before it answers. */
export type Heard = (id: string) => void

/** Answers whoever connects and says an id; `::` is every address. */
export async function serveTcp(
  address: string,
  port: number,
  heard: Heard = () => {},
): Promise<void> {
  const at = (socket: Socket) => socket.localAddress?.replace(/^::ffff:/, '') ?? ''
  const server = answering(at, heard)
  server.listen({ host: address, port })
  await once(server, 'listening')
}

/** The same at a path; `name` is said in the place of an address. */
export async function serveUnix(path: string, name: string): Promise<void> {
  const server = answering(() => name)
  server.listen(path)
  await once(server, 'listening')
}

function answering(at: (socket: Socket) => string, heard: Heard = () => {}): Server {
  return createServer((socket: Socket) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.on('data', (more: string) => {
      text += more
      if (!text.endsWith('\n')) return
      const id = text.slice(0, -1)
      heard(id)
      socket.end(answerTo(id, at(socket)))
    })
  })
}

/** Answers every datagram that comes to one address: a socket of all would answer from another. */
export async function serveUdp(
  address: string,
  port: number,
  heard: Heard = () => {},
): Promise<void> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  socket.on('message', (message, from) => {
    const id = message.toString()
    heard(id)
    socket.send(answerTo(id, address), from.port, from.address, () => {})
  })
  socket.bind(port, address)
  await once(socket, 'listening')
}

/** A resolver, over UDP and TCP. `asked` is told each question. */
export async function serveNames(
  address: string,
  asked: (question: string) => void = () => {},
): Promise<void> {
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    socket.send(replyTo(message, address, asked), from.port, from.address, () => {})
  })
  socket.bind(53, address)
  await once(socket, 'listening')
  const server = createServer((client) => {
    client.on('error', () => client.destroy())
    client.on('data', (bytes) => {
      const reply = replyTo(bytes.subarray(2), address, asked)
      client.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]))
    })
  })
  server.listen({ host: address, port: 53 })
  await once(server, 'listening')
}

function replyTo(message: Buffer, resolver: string, asked: (question: string) => void): Buffer {
  const question = decodeQuestion(message)
  if (question !== undefined) asked(`${question.type} ${question.name}`)
  const answers = question === undefined ? [] : recordsOf(question, resolver)
  const reply = encodeReply(message, answers ?? [])
  if (answers === undefined) reply.writeUInt16BE(0x8183, 2)
  return reply
}
