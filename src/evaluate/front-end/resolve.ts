import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { quote } from '../../diagnostic/text.ts'
import { plainLineEnds } from '../../files/line-ends.ts'
import { guestApis } from '../sandbox/guest-modules.ts'

/** The kind of module, by the file's extension. */
export type ModuleKind = 'code' | 'json' | 'text'

/** The value of a module of text: as a template has its lines, however a checkout has ended them. */
export function importedText(text: string): string {
  return plainLineEnds(text)
}

const kinds: Readonly<Record<string, ModuleKind>> = {
  '.ts': 'code',
  '.js': 'code',
  '.json': 'json',
  '.txt': 'text',
  '.md': 'text',
  '.pem': 'text',
}

export function moduleKind(file: string): ModuleKind | undefined {
  return kinds[posix.extname(file)]
}

export interface RefusedImport {
  readonly ok: false
  readonly message: string
  readonly hint: string
}

export type Resolution = { readonly ok: true; readonly target: string } | RefusedImport

/** Whether `specifier` names a module of the tool's own, which sources import. */
export function isApi(specifier: string): boolean {
  return guestApis.has(specifier)
}

const allowed = `a bottle file imports "bottleworks", and by relative path .ts, .js, .json, .txt, .md and .pem files inside the project`

/**
 * The project's file that `specifier` names in the file `importer`, or why it is refused.
 * Nothing is looked up: what is not there is found when it is read.
 */
export function resolveImport(importer: string, specifier: string): Resolution {
  if (!/^\.\.?\//.test(specifier)) return refuse(specifier, foreignKind(specifier))
  const target = posix.normalize(posix.join(posix.dirname(importer), specifier))
  if (target === '..' || target.startsWith('../')) {
    return refuse(specifier, 'it is outside the project')
  }
  if (isPackaged(target)) return refuse(specifier, 'it is part of a package')
  if (moduleKind(target) === undefined) {
    const extension = posix.extname(target)
    if (extension === '') {
      return refuse(specifier, 'it has no extension', `write ${quote(`${specifier}.ts`)}`)
    }
    return refuse(specifier, `${quote(extension)} is not a file type that a bottle can import`)
  }
  return { ok: true, target }
}

/** Whether a path of the project leads into packages, which are neither evaluated nor looked at. */
export function isPackaged(path: string): boolean {
  return path.split('/').some((name) => name.toLowerCase() === 'node_modules')
}

function foreignKind(specifier: string): string {
  if (specifier.startsWith('node:') || isBuiltin(specifier)) return 'it is a module of Node.js'
  if (specifier.startsWith('/')) return 'it is an absolute path'
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) return 'it is a URL'
  return 'it is a package'
}

function refuse(specifier: string, why: string, hint = allowed): RefusedImport {
  return { ok: false, message: `the import of ${quote(specifier)} is refused: ${why}`, hint }
}
