import { posix } from 'node:path'
import { mayReachOut } from '../front-end/may-reach-out.ts'

/** What is checked anew with each change: nobody can say which files it names. */
export const anyFile = '*'

/**
 * The files that a source may name as modules, by their stems: more than it does rather than fewer.
 * Whatever is written as a path counts, since the compiler reads comments as well.
 *
 * @param project Real path of the project.
 * @param file The source's path in it.
 */
export function namedFiles(project: string, file: string, text: string): readonly string[] {
  // An escape can hide what a text is.
  if (text.includes('\\') || mayReachOut(text)) return [anyFile]
  const found = new Set<string>()
  for (const [, , written = ''] of text.matchAll(quotedPath)) {
    if (!written.startsWith('/')) {
      found.add(stemOf(posix.join(posix.dirname(file), written)))
    } else if (isInside(project, written)) return [anyFile]
  }
  return [...found]
}

/** A path in quotes, of which the first may end what comes before: any of them may begin one. */
const quotedPath = /(['"`])(?=((?:\.\.?\/|\.\.?(?=['"`])|\/)(?:(?!\1)[^\n])*)\1)/g

/** A file without what stands for it in an import as well: its ending, and how letters are written. */
export function stemOf(path: string): string {
  const name = posix.basename(path)
  const end = name.indexOf('.', 1)
  const stem = end === -1 ? name : name.slice(0, end)
  return posix.join(posix.dirname(path), stem).toLowerCase()
}

/** The stems under which a file may be named: its own, and those of the folders that it is in. */
export function stemsOf(path: string): readonly string[] {
  const stems = [stemOf(path)]
  for (let at = posix.dirname(path); at !== '.'; at = posix.dirname(at)) stems.push(stemOf(at))
  return [...stems, '.']
}

function isInside(project: string, path: string): boolean {
  return `${posix.normalize(path)}/`.toLowerCase().startsWith(`${project}/`.toLowerCase())
}
