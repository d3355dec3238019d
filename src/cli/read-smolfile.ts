import { createReadStream, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import { isOfSystem } from '../files/is-of-system.ts'
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

/**
 * The text of a Smolfile that the user names, `-` being the standard input. What is below `/dev` may
 * be a pipe or a device: a shell's `<(…)` is one, and git's difftool passes `/dev/null` for no file.
 */
export async function readSmolfile(file: string): Promise<SmolfileText> {
  const name = file === '-' ? 'standard input' : file
  try {
    return { ok: true, name, text: decodeText(await readBytes(file)) }
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

async function readBytes(file: string): Promise<Uint8Array> {
  if (file === '-') return readInput(process.stdin)
  if (isFolder(file)) {
    const [first] = filesIn(file)
    throw new ReadRefusal(first === file ? 'it is a folder without a Smolfile' : 'it is a folder')
  }
  return isOfSystem(file)
    ? // A pipe elsewhere may be anybody's, and would be waited for.
      readInput(createReadStream(file))
    : readRegularFile(file, { most: mostBytes, follow: true })
}

async function readInput(input: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of input) {
    length += chunk.length
    if (length > mostBytes) throw new ReadRefusal(`it has more than ${mostBytes} bytes`)
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}

/**
 * The Smolfiles that the user names, each once; of a folder those in it, by their names. No link in
 * a folder is followed, and what is hidden or installed is nobody's to check.
 */
export function smolfilesIn(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => (isFolder(name) ? filesIn(name) : [name])))]
}

function isFolder(name: string): boolean {
  try {
    return name !== '-' && statSync(name).isDirectory()
  } catch {
    return false
  }
}

const anySmolfileName = /(?:^|\.)smolfile(?:\.toml)?$/i

/** A folder that has none, or cannot be read, is given back itself: reading it says so. */
function filesIn(folder: string): readonly string[] {
  const walk = (path: string): readonly string[] =>
    readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        if (entry.name.startsWith('.') || entry.name === 'node_modules') return []
        const inside = posix.join(path, entry.name)
        if (entry.isDirectory()) return walk(inside)
        return entry.isFile() && anySmolfileName.test(entry.name) ? [inside] : []
      })
  try {
    const found = walk(folder)
    return found.length === 0 ? [folder] : found
  } catch {
    return [folder]
  }
}
