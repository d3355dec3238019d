import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import type { Protocol } from '../probes.ts'

/** How long a probe waits. What is open answers in milliseconds; what is closed often stays silent. */
export const patience = Number(process.env.REACH_PATIENCE ?? 1500)
const repeatAfter = 400

/**
 * Says `id` to the server at an address, and gives the address at which the server says that it was
 * reached; undefined when its answer does not come.
 */
export function contact(
  protocol: Protocol,
  address: string,
  port: number,
  id: string,
): Promise<string | undefined> {
  return protocol === 'tcp' ? byTcp(address, port, id) : byUdp(address, port, id)
}

/** What a server answers to `id`. */
export function answerTo(id: string, address: string): string {
  return `reached ${id} at ${address}\n`
}

function reachedAt(answer: string, id: string): string | undefined {
  const start = `reached ${id} at `
  return answer.startsWith(start) && answer.endsWith('\n')
    ? answer.slice(start.length, -1)
    : undefined
}

function byTcp(host: string, port: number, id: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let answer = ''
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(reachedAt(answer, id))
    }
    const timer = setTimeout(end, patience)
    socket.setEncoding('utf8')
    socket.on('connect', () => socket.write(`${id}\n`))
    socket.on('data', (text: string) => {
      answer += text
      if (answer.endsWith('\n')) end()
    })
    socket.on('error', end)
    socket.on('end', end)
  })
}

function byUdp(address: string, port: number, id: string): Promise<string | undefined> {
  return exchange(address, port, Buffer.from(id), (message) => reachedAt(message.toString(), id))
}

/** Sends a datagram, again and again, until `read` makes something of what comes back. */
export function exchange<T>(
  address: string,
  port: number,
  message: Buffer,
  read: (message: Buffer) => T | undefined,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    const send = () => socket.send(message, port, address, () => {})
    const end = (result: T | undefined) => {
      clearInterval(again)
      clearTimeout(timer)
      socket.close()
      resolve(result)
    }
    const again = setInterval(send, repeatAfter)
    const timer = setTimeout(() => end(undefined), patience)
    socket.on('message', (answer) => {
      const result = read(answer)
      if (result !== undefined) end(result)
    })
    socket.on('error', () => end(undefined))
    send()
  })
}
