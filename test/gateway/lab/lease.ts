import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import ipaddr from 'ipaddr.js'
import { patience } from '../../reach/lab/contact.ts'

const magic = [0x63, 0x82, 0x53, 0x63]
const hardwareAddress = [0x5a, 0x94, 0xef, 0xe4, 0x0c, 0xee]

/** Options of a lease (RFC 2132), by their numbers. */
const wanted: Readonly<Record<number, (value: Buffer) => string>> = {
  1: (value) => `mask ${addressIn(value)}`,
  3: (value) => `router ${addressIn(value)}`,
  6: (value) => `resolver ${addressIn(value)}`,
  26: (value) => `mtu ${value.readUInt16BE(0)}`,
}

function addressIn(bytes: Buffer): string {
  return ipaddr.fromByteArray([...bytes.subarray(0, 4)]).toString()
}

/** What the DHCP server of the network offers, in words. */
export async function askForLease(): Promise<string> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  socket.bind(68)
  await once(socket, 'listening')
  socket.setBroadcast(true)
  const message = Buffer.alloc(240)
  message.set([1, 1, 6, 0, 1, 2, 3, 4])
  message.set(hardwareAddress, 28)
  message.set(magic, 236)
  const discover = Buffer.concat([message, Buffer.from([53, 1, 1, 255])])
  try {
    socket.send(discover, 67, '255.255.255.255')
    const signal = AbortSignal.timeout(patience)
    const [reply] = (await once(socket, 'message', { signal })) as [Buffer]
    return [`address ${addressIn(reply.subarray(16))}`, ...optionsIn(reply)].join(', ')
  } catch {
    return 'no answer'
  } finally {
    socket.close()
  }
}

function optionsIn(reply: Buffer): readonly string[] {
  const found: [number, string][] = []
  for (let at = 240; at < reply.length && reply[at] !== 255; ) {
    const [option = 0, length = 0] = reply.subarray(at)
    const words = wanted[option]?.(reply.subarray(at + 2, at + 2 + length))
    if (words !== undefined) found.push([option, words])
    at += 2 + length
  }
  return found.sort(([a], [b]) => a - b).map(([, words]) => words)
}
