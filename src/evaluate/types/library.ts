import { join } from 'node:path'
import { decodeText, readRegularFile } from '../../files/read-file.ts'
import { limits } from '../limits.ts'

/** The version of the language that the engine has. */
export const language = 'es2023'

/** The path at which the compiler finds the types of the language. */
export function libraryPath(folder: string, name: string = language): string {
  return join(folder, `lib.${name}.d.ts`)
}

/**
 * The types of the language in one text, without comments, in the place of a file that refers to
 * some sixty others: to ask for a file takes the compiler longer than to parse it.
 *
 * @param folder Where the compiler keeps them.
 * @throws Error when one of them cannot be read.
 */
export function readLibrary(folder: string): string {
  const text = known.get(folder) ?? joined(folder)
  known.set(folder, text)
  return text
}

/** A watch checks types again and again. */
const known = new Map<string, string>()

function joined(folder: string): string {
  const texts = new Map<string, string>()
  const add = (name: string) => {
    if (texts.has(name)) return
    const path = libraryPath(folder, name)
    const text = decodeText(readRegularFile(path, { most: limits.libraryBytes, follow: true }))
    texts.set(name, text)
    for (const [, named = ''] of text.matchAll(/^\/\/\/ <reference lib="([^"]+)" \/>/gm)) add(named)
  }
  add(language)
  return [...texts.values()].join('').replace(textOrComment, '$1')
}

/** A text in quotes, or a comment: what looks like one in a text is none. */
const textOrComment = /("[^"\n]*"|'[^'\n]*'|`[^`]*`)|\/\*[\s\S]*?\*\/|\/\/.*/g
