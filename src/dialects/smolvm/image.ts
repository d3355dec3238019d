import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { SmolvmDocument } from './document.ts'
import { isNetworked } from './network.ts'

/** That the image can be named so, and be fetched when it is a registry's. */
export function checkImage(document: SmolvmDocument): readonly Problem[] {
  const { image } = document
  if (image === undefined) return []
  const problem = (what: string, hint?: string) => [
    errorAt('BW054', 'image', `the image ${quote(image)} ${what}`, hint),
  ]
  if (image === '') return problem('is empty', 'leave it out for a bare Alpine')
  if (/^file:/i.test(image)) {
    return problem('is a URL of a file, which smolvm refuses', 'give the path alone')
  }
  const isPath = /^\.{0,2}\//.test(image) || /\.(?:tar|tgz|tar\.(?:gz|xz|zst))$/.test(image)
  if (isPath) return []
  if (/[\s\x00-\x20\x7f]/.test(image)) return problem('has a space or a control character')
  if (isNetworked(document)) return []
  const message = `the image ${quote(image)} is a registry's, and there is no network to fetch it`
  const hint = 'add .net(virtioNet({ … })), or give the path of an archive or a folder'
  return [errorAt('BW055', 'image', message, hint)]
}

/** That folders to start in are absolute, and users are names or numbers. */
export function checkPlaces({ workdir, user, dev }: SmolvmDocument): readonly Problem[] {
  return [
    ...checkFolder(workdir, 'workdir'),
    ...checkFolder(dev?.workdir, 'dev.workdir'),
    ...checkUser(user, 'user'),
    ...checkUser(dev?.user, 'dev.user'),
  ]
}

function checkFolder(folder: string | undefined, path: string): readonly Problem[] {
  if (folder === undefined || folder.startsWith('/')) return []
  const message = `${path} is ${quote(folder)}; a folder of the guest must be absolute`
  return [errorAt('BW054', path, message)]
}

function checkUser(user: string | undefined, path: string): readonly Problem[] {
  const name = '[A-Za-z0-9_][A-Za-z0-9_.-]*'
  if (user === undefined || new RegExp(`^${name}(?::${name})?$`).test(user)) return []
  return [errorAt('BW054', path, `${path} is ${quote(user)}; it must be a name or uid[:gid]`)]
}
