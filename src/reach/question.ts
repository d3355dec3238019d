import { nearest, quote } from '../diagnostic/text.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { covers, parseRange } from '../dialects/values/addresses.ts'
import type { Protocol } from './ask.ts'
import { guestAddresses } from './own-addresses.ts'

/** What somebody wants to know of a bottle. */
export type Question =
  | ({ readonly kind: Protocol; readonly port: number; readonly target: string } & Host)
  | { readonly kind: 'dns'; readonly name: string; readonly target: string }
  | { readonly kind: 'read' | 'write'; readonly path: string; readonly target: string }
  | { readonly kind: 'secret'; readonly secret: string; readonly target: string }

/** What is at the other end: the guest itself, the loopback of its host, or another host. */
export type Host =
  | { readonly host: 'guest' }
  | { readonly host: 'loopback' }
  | { readonly host: 'address'; readonly address: AddressRange }
  | { readonly host: 'name'; readonly name: string }

/** A wrong question: what is wrong, and what would do instead. */
export interface WrongQuestion {
  readonly wrong: string
  readonly advice?: string
}

const forms = {
  tcp: 'tcp example.com:443',
  udp: 'udp [2001:db8::1]:53',
  dns: 'dns example.com',
  read: 'read /srv/data',
  write: 'write /srv/data',
  secret: 'secret GITHUB_TOKEN',
} as const

export type QuestionKind = keyof typeof forms

export const questionKinds = Object.keys(forms) as readonly QuestionKind[]

export function isQuestionKind(word: string): word is QuestionKind {
  return Object.hasOwn(forms, word)
}

/** Reads a question: what is to be done, and to what. */
export function parseQuestion(kind: string, target: string): Question | WrongQuestion {
  if (!isQuestionKind(kind)) {
    const wrong = `unknown question ${quote(kind)}; it must be one of ${questionKinds.join(', ')}`
    const guess = questionKinds.find((each) => each === nearest(kind.toLowerCase(), questionKinds))
    const advice = guess === undefined ? `such as ${forms.tcp}` : `did you mean ${forms[guess]}?`
    return { wrong, advice }
  }
  const advice = `such as ${forms[kind]}`
  switch (kind) {
    case 'tcp':
    case 'udp': {
      const host = parseHost(target)
      if ('wrong' in host) return { advice, ...host }
      return { kind, target, ...host }
    }
    case 'dns': {
      const name = plainName(target)
      if (name === undefined) return { wrong: `${quote(target)} is no name of a host`, advice }
      return { kind, target, name }
    }
    case 'read':
    case 'write':
      if (target === '') return { wrong: 'the path is empty', advice }
      return { kind, target, path: target }
    case 'secret':
      if (target === '') return { wrong: 'the name is empty', advice }
      return { kind, target, secret: target }
  }
}

function parseHost(target: string): (Host & { readonly port: number }) | WrongQuestion {
  const [, bracketed, plain = '', digits] =
    /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(target) ?? []
  if (bracketed === undefined && plain === '') return malformed(target)
  if (digits === undefined) return { wrong: `${quote(target)} has no port` }
  const port = Number(digits)
  if (port < 1 || port > 65_535) return { wrong: `the port ${digits} is not from 1 to 65535` }
  const address = parseRange(bracketed ?? plain)
  if (address !== undefined && !(bracketed ?? plain).includes('/')) {
    if (bracketed !== undefined && address.family === 4) {
      return {
        wrong: `${quote(target)} has IPv4 in brackets`,
        advice: `such as ${bracketed}:${port}`,
      }
    }
    if (covers(guestAddresses(), address)) return { host: 'guest', port }
    return { host: 'address', address, port }
  }
  if (bracketed !== undefined) return { wrong: `${quote(bracketed)} is no address of IPv6` }
  const name = plainName(plain)
  if (name === undefined)
    return { wrong: `${quote(plain)} is neither a name of a host nor an address` }
  if (name === 'localhost' || name.endsWith('.localhost')) return { host: 'guest', port }
  return name === 'host' ? { host: 'loopback', port } : { host: 'name', name, port }
}

/** What is wrong with what is no HOST:PORT, and what was probably meant. */
function malformed(target: string): WrongQuestion {
  const [, scheme = '', host = '', port] =
    /^(https?):\/\/([^/:@]+)(?::(\d+))?(?:\/.*)?$/.exec(target) ?? []
  if (scheme !== '' && plainName(host) !== undefined) {
    const usual = scheme === 'https' ? 443 : 80
    return { wrong: `${quote(target)} is a URL`, advice: `ask for ${host}:${port ?? usual}` }
  }
  const last = target.lastIndexOf(':')
  const [start, end] = [target.slice(0, last), target.slice(last + 1)]
  if (!target.includes('[') && (isSix(start) || isSix(target))) {
    const meant = isSix(start) && /^\d+$/.test(end) ? `[${start}]:${end}` : `[${target}]:443`
    return { wrong: `${quote(target)} is IPv6 without brackets`, advice: `such as ${meant}` }
  }
  return { wrong: `${quote(target)} is not HOST:PORT` }
}

function isSix(text: string): boolean {
  return !text.includes('/') && parseRange(text)?.family === 6
}

/** A name in its plain form; undefined for what is none, an address in whatever form too. */
export function plainName(text: string): string | undefined {
  const name = text.toLowerCase().replace(/\.$/, '')
  const labels = name.split('.')
  if (
    name.length > 253 ||
    !labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  ) {
    return undefined
  }
  // Such an end is read as a number, and the whole as an address: "10.1", "0x7f.1".
  return /^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? undefined : name
}
