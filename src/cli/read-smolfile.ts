import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote } from '../diagnostic/text.ts'

/** Largest Smolfile that is read, in bytes; the same as for a source file. */
const mostBytes = 1024 * 1024

export type SmolfileText =
  | { readonly ok: true; readonly name: string; readonly text: string }
  | { readonly ok: false; readonly name: string; readonly diagnostic: Diagnostic }

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a Smolfile that the user names, `-` being the standard input. */
export async function readSmolfile(file: string): Promise<SmolfileText> {
  const name = file === '-' ? 'standard input' : file
  try {
    const bytes = file === '-' ? await readInput() : readFile(file)
    return { ok: true, name, text: decode(bytes) }
  } catch (error) {
    const reason = error instanceof Refusal ? error.message : systemReason(error)
    const subject = file === '-' ? 'the standard input' : quote(file)
    const diagnostic = diagnosticOf('BW070', `${subject} cannot be read: ${reason}`, {
      origin: { file: name },
      hint: 'a Smolfile is a regular file of UTF-8 text, of at most 1 MiB',
    })
    return { ok: false, name, diagnostic }
  }
}

class Refusal extends Error {}

function readFile(file: string): Uint8Array {
  // Without O_NONBLOCK, opening a FIFO would wait for a writer.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const status = fstatSync(descriptor)
    if (!status.isFile()) throw new Refusal('it is not a regular file')
    if (status.size > mostBytes) throw tooLarge
    const bytes = Buffer.alloc(status.size)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(descriptor)
  }
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    length += chunk.length
    if (length > mostBytes) throw tooLarge
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}

const tooLarge = new Refusal(`it has more than ${mostBytes} bytes`)

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Refusal('it is not valid UTF-8')
  }
}

function systemReason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'permission is denied'
  return `the system says ${code}`
}
