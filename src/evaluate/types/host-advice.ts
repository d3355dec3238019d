import { subjectOf } from '../subject.ts'
import { language } from './library.ts'

/** A message of the compiler's, with the advice that holds for what the tool evaluates. */
interface Advised {
  readonly text: string
  readonly hint?: string
}

/**
 * Takes out of the first line of a message what is good advice for a program of Node.js or a page,
 * such as to install `@types/node`, and gives the tool's own.
 *
 * @param file The file that the message is about.
 */
export function adviseOn(code: number, text: string, file: string): Advised {
  const short = foreignAdvice.has(code) ? text.replace(/\. (?:Do you need to|Try) .*$/s, '') : text
  const hint = hintFor(code, short, file)
  return hint === undefined ? { text: short } : { text: short, hint }
}

/** What is not in the language, and may be in a newer one. */
const newer = 2550

/**
 * The errors that name a package or a setting to add: of Node.js, Bun, jQuery and runners of tests,
 * of a browser, and of newer versions of the language.
 */
const foreignAdvice: ReadonlySet<number> = new Set([
  2580,
  2581,
  2582,
  2583,
  2584,
  2585,
  2591,
  2592,
  2593,
  2594,
  2867,
  2868,
  newer,
])

/** What stands in such an error before the name that is not there. */
const missingName = /^Cannot find (?:name|namespace) '([\w$]+)'/

function hintFor(code: number, text: string, file: string): string | undefined {
  if (code === newer) return `${kindOf(file)} has the JavaScript of ${language.toUpperCase()}`
  const [, name] = missingName.exec(text) ?? []
  if (name === undefined) return text.includes("'typeof globalThis'") ? only(file) : undefined
  if (!hostNames.has(name)) return undefined
  if (moduleNames.has(name)) {
    return "write an import: a file of the project by relative path, with { type: 'text' } or { type: 'json' } of data"
  }
  return only(file)
}

function only(file: string): string {
  return `${kindOf(file)} has only the JavaScript language: no Node.js, no network, no disk, no timers; write the value here, or import it from a file of the project`
}

function kindOf(file: string): string {
  return `a ${subjectOf(file).what} file`
}

/** The names by which programs of Node.js have modules. */
const moduleNames: ReadonlySet<string> = new Set([
  'require',
  'module',
  'exports',
  '__dirname',
  '__filename',
])

/** The names that a host of JavaScript gives, and the language does not. */
const hostNames: ReadonlySet<string> = new Set([
  ...moduleNames,
  ...'AbortController Blob Buffer Bun Deno Event EventTarget FormData Headers NodeJS Request'.split(
    ' ',
  ),
  ...'Response TextDecoder TextEncoder URL URLSearchParams WebSocket Worker XMLHttpRequest'.split(
    ' ',
  ),
  ...'atob btoa clearInterval clearTimeout crypto document fetch global localStorage'.split(' '),
  ...'location navigator performance process queueMicrotask self sessionStorage'.split(' '),
  ...'setImmediate setInterval setTimeout structuredClone window'.split(' '),
])
