import { basename, dirname, join } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import { decodeText, readRegularFile } from '../files/read-file.ts'
import { isAbsent, ReadRefusal, systemReason } from '../files/system-errors.ts'
import { smolfileName } from '../output/tree.ts'

/** Largest Smolfile that is read, in bytes; the same as for a source file. */
const mostBytes = 1024 * 1024

export interface NamedText {
  readonly name: string
  readonly text: string
}

export type SmolfileText =
  | ({ readonly ok: true } & NamedText)
  | { readonly ok: false; readonly name: string; readonly diagnostic: Diagnostic }

/** The text of a Smolfile that the user names, `-` being the standard input. */
export async function readSmolfile(file: string): Promise<SmolfileText> {
  const name = file === '-' ? 'standard input' : file
  try {
    const bytes =
      file === '-' ? await readInput() : readRegularFile(file, { most: mostBytes, follow: true })
    return { ok: true, name, text: decodeText(bytes) }
  } catch (error) {
    const reason = isAbsent(error) ? 'it does not exist' : systemReason(error)
    const subject = file === '-' ? 'the standard input' : quote(file)
    const diagnostic = diagnosticOf('BW070', `${subject} cannot be read: ${reason}`, {
      origin: { file: name },
      hint: 'a Smolfile is a regular file of UTF-8 text, of at most 1 MiB',
    })
    return { ok: false, name, diagnostic }
  }
}

/** The text of a file beside another; undefined where there is none that can be read. */
export function readBeside(file: string, name: string): string | undefined {
  try {
    return decodeText(readRegularFile(join(dirname(file), name), { most: mostBytes }))
  } catch {
    return undefined
  }
}

/** The text of the companion beside a Smolfile, which has one when it is called as in an output tree. */
export function companionBeside(file: string): string | undefined {
  return basename(file) === smolfileName ? readBeside(file, companionName) : undefined
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    length += chunk.length
    if (length > mostBytes) throw new ReadRefusal(`it has more than ${mostBytes} bytes`)
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}
