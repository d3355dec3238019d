import * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { nearest, quote } from '../../diagnostic/text.ts'
import type { NumberLimits, RowOf } from '../../language/rows.ts'
import type { Code } from '../code.ts'
import { call, literal } from '../code.ts'
import { SettingError } from '../setting-error.ts'
import { trimBlanks } from '../values/blanks.ts'
import { isDuration } from '../values/duration.ts'
import { imageKind } from '../values/image.ts'
import { isPlainNumber } from '../values/number.ts'
import { wrongOwnAddress } from '../values/own-address.ts'
import { isSignal } from '../values/signal.ts'
import type { HostKind } from './kind.ts'
import { oneWord, writeLiteral } from './kind.ts'

/** The parts that texts share. */
const plain = {
  shape: 'value',
  schema: ({ about }: { readonly about: string }) => v.pipe(v.string(), v.description(about)),
  write: writeLiteral,
  read: oneWord,
} as const

/** A text that stands as it is, of which nothing more is known. */
export const text: HostKind<RowOf<'text'>> = { ...plain, arbitrary: ({ text }) => text }

export const constant: HostKind<RowOf<'constant'>> = {
  ...plain,
  schema: ({ value, about }) => v.pipe(v.literal(value), v.description(about)),
  arbitrary: ({ fc }, { value }) => fc.constant(value),
}

export const image: HostKind<RowOf<'image'>> = {
  ...plain,
  check(image: string, path) {
    const problem = (what: string, hint?: string) => [
      errorAt('BW054', path, `the image ${quote(image)} ${what}`, hint),
    ]
    if (image === '') return problem('is empty', 'leave it out for a bare Alpine')
    if (/^file:/i.test(image)) {
      return problem('is a URL of a file, which smolvm refuses', 'give the path alone')
    }
    if (imageKind(image) !== 'registry') return []
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(image)) {
      return problem('is a URL, which no registry has', 'give the reference alone')
    }
    if (/\.(?:tar|tgz|tar\.\w+)$/i.test(image)) {
      const hint = `smolvm reads .tar, .tar.gz and .tgz; a path of another kind begins with "./" or "/"`
      return problem('looks like an archive, which smolvm would ask a registry for', hint)
    }
    return /[\s\x00-\x20\x7f]/.test(image) ? problem('has a space or a control character') : []
  },
  arbitrary: ({ fc, text }) =>
    fc.oneof(
      text.map((path) => `./${path}`),
      fc.constantFrom('alpine:3.22', '/srv/image.tar', 'ghcr.io/a/b@sha256:00'),
    ),
}

export const guestPath: HostKind<RowOf<'guestPath'>> = {
  ...plain,
  check(folder: string, path) {
    if (folder.startsWith('/')) return []
    const message = `${path} is ${quote(folder)}; a folder of the guest must be absolute`
    return [errorAt('BW054', path, message)]
  },
  arbitrary: ({ text }) => text.map((path) => `/${path}`),
}

const userName = '[A-Za-z0-9_][A-Za-z0-9_.-]*'
const userAndGroup = new RegExp(`^${userName}(?::${userName})?$`)

export const user: HostKind<RowOf<'user'>> = {
  ...plain,
  check(user: string, path) {
    if (userAndGroup.test(user)) return []
    return [errorAt('BW054', path, `${path} is ${quote(user)}; it must be a name or uid[:gid]`)]
  },
  arbitrary: ({ fc }) => fc.constantFrom('node', '0', '1000:1000', 'a.b-c', '_x:_y', '007'),
}

export const word: HostKind<RowOf<'word'>> = {
  ...plain,
  check(word: string, path, { words }) {
    if (words.includes(word)) return []
    const guess = nearest(word, words)
    const message = `${path} is ${quote(word)}; it must be ${words.map(quote).join(' or ')}`
    const hint = guess === undefined ? undefined : `did you mean ${quote(guess)}?`
    return [errorAt('BW042', path, message, hint)]
  },
  // The type has the words alone; what to think of another says the rule.
  write: (value: string, _path, _comments, { words }) =>
    words.includes(value) ? literal(value) : { kind: 'asserted', value, type: 'never' },
  arbitrary: ({ fc }, { words }) => fc.constantFrom(...words),
}

export const duration: HostKind<RowOf<'duration'>> = {
  ...plain,
  check(duration: string, path) {
    if (isDuration(duration)) return []
    const message = `${path} is ${quote(duration)}, which smolvm ignores; it must be whole seconds, minutes or hours`
    return [errorAt('BW043', path, message, 'such as "45s", "5m", "2h" or "90"')]
  },
  // The type takes what JavaScript reads as a number, with its unit; upstream takes more blanks.
  write(value: string) {
    const amount = value.replace(/[smh]$/, '')
    const isTyped = amount.trim() !== '' && Number.isFinite(Number(amount))
    return isTyped ? literal(value) : { kind: 'asserted', value, type: 'Duration' }
  },
  arbitrary: ({ fc }) =>
    fc
      .tuple(
        fc.constantFrom('', '', ' ', '+', ' +', '\t', '\n'),
        fc.oneof(fc.nat({ max: 9000 }).map(String), fc.constantFrom('007', '00', '1'.repeat(12))),
        fc.constantFrom('', 's', 'm', 'h'),
        fc.constantFrom('', '', ' ', '\n', '\u00a0', '\u0085'),
      )
      .map((parts) => parts.join('')),
}

/** As Rust's `to_ascii_uppercase`: JavaScript makes an I of the Turkish one without a dot, too. */
function asciiCapitals(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

export const signal: HostKind<RowOf<'signal'>> = {
  ...plain,
  check(signal: string, path) {
    if (isSignal(asciiCapitals(trimBlanks(signal)))) return []
    const message = `${path} is ${quote(signal)}; it must be a signal, by name or from 1 to 64`
    return [errorAt('BW042', path, message, 'such as "SIGINT", "SIGRTMIN+3" or "15"')]
  },
  write: (value: string) => literal(isPlainNumber(value) ? Number(value) : value),
  arbitrary: ({ fc }) =>
    fc.constantFrom(
      'SIGINT',
      'term',
      ' kill\t',
      '\u0085hup',
      '15',
      '+9',
      '015',
      '64',
      'SIGRTMIN+3',
      'rtmin+30',
    ),
}

export const loopbackAddress: HostKind<RowOf<'loopbackAddress'>> = {
  ...plain,
  check(address: string, path) {
    const wrong = wrongOwnAddress(address)
    return wrong === undefined ? [] : [errorAt('BW014', path, wrong)]
  },
  arbitrary: ({ fc }) => fc.constantFrom('127.1.0.0', '127.77.0.5', '127.255.255.254'),
}

export const flag: HostKind<RowOf<'flag' | 'network'>> = {
  shape: 'value',
  schema: ({ about }) => v.pipe(v.boolean(), v.description(about)),
  write: writeLiteral,
  read(words, path) {
    const word = oneWord(words, path)
    if (word === 'true' || word === 'false') return word === 'true'
    throw new SettingError(`${path} is ${quote(word)}; it must be true or false`)
  },
  arbitrary: ({ fc }) => fc.boolean(),
}

/** Rust's u8, u16, u32; u64 as far as numbers are exact. */
const largest = { 8: 255, 16: 65_535, 32: 4_294_967_295, 64: Number.MAX_SAFE_INTEGER } as const

/** The parts that numbers share. */
const wholeNumber = {
  shape: 'value',
  schema: ({ bits, about }: NumberLimits & { readonly about: string }) =>
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largest[bits]), v.description(about)),
  check: checkNumber,
} as const

export const number: HostKind<RowOf<'count'>> = {
  ...wholeNumber,
  write: writeLiteral,
  read(words, path) {
    const word = oneWord(words, path)
    if (/^\d{1,16}$/.test(word)) return Number(word)
    throw new SettingError(`${path} is ${quote(word)}; it must be a whole number`)
  },
  arbitrary: ({ fc }, { bits, least = 0, most = largest[bits] }) =>
    fc.oneof(
      fc.integer({ min: least, max: Math.min(most, least + 99) }),
      fc.integer({ min: least, max: Math.min(most, 2 ** 31) }),
      fc.constant(most),
    ),
}

const factors: Readonly<Record<string, number>> = { '': 1, mib: 1, gib: 1024 }

export const mebibytes: HostKind<RowOf<'mebibytes'>> = {
  ...wholeNumber,
  write: (mebibytes: number, path): Code => {
    const inGib = mebibytes > 0 && mebibytes % 1024 === 0
    if (inGib) return call('gib', literal(mebibytes / 1024))
    // A key that has the unit in its name needs none beside the number.
    return path.endsWith('_mib') ? literal(mebibytes) : call('mib', literal(mebibytes))
  },
  read(words, path) {
    const word = oneWord(words, path)
    const [, digits, unit = ''] = /^(\d{1,16})([a-z]*)$/i.exec(word) ?? []
    const factor = factors[unit.toLowerCase()]
    if (digits !== undefined && factor !== undefined) return Number(digits) * factor
    const allowed = 'a whole number of MiB, or such as 2gib or 512mib'
    throw new SettingError(`${path} is ${quote(word)}; it must be ${allowed}`)
  },
  arbitrary: ({ fc }, { bits, least = 0 }) =>
    fc.oneof(
      fc.constantFrom(64, 512, 1024, 2048, 2 ** 32 - 1024),
      fc.integer({ min: least, max: Math.min(largest[bits], 2 ** 31) }),
    ),
}

function checkNumber(value: number, path: string, limits: NumberLimits): readonly Problem[] {
  const { least = 0, most = Number.POSITIVE_INFINITY, advised = most, unit } = limits
  const amount = (limit: number) =>
    unit === undefined || unit === 'seconds' ? `${limit}` : `${limit} ${unit}`
  const shown = unit === 'seconds' ? `${value} seconds` : `${value}`
  const outside = (limit: string) =>
    errorAt('BW041', path, `${path} is ${shown}; it must be at ${limit}`)
  if (value < least) return [outside(`least ${amount(least)}`)]
  if (value > most) return [outside(`most ${amount(most)}`)]
  if (value <= advised) return []
  return [warningAt('BW066', path, `${path} is ${value}; smolvm advises at most ${advised}`)]
}
