import { posix } from 'node:path'
import type { Grant, Reach } from '../dialects/reach.ts'
import { replaced } from '../dialects/reach.ts'
import type { Answered } from './answer.ts'
import { stepsOf } from './answer-network.ts'
import type { Answer } from './ask.ts'

/** Whether a path of the host can be read or written: by what is mounted, or handed over. */
export function answerForPath({ grants }: Reach, mode: 'read' | 'write', asked: string): Answered {
  const path = plainPath(asked)
  const prefix = `${mode} `
  const mounts = grants.flatMap((grant) => {
    const isOne = grant.part === 'files' && grant.what.startsWith(prefix)
    return isOne ? [{ grant, mounted: grant.what.slice(prefix.length) }] : []
  })
  const found = mounts.find(({ mounted }) => isWithinPath(path, mounted))
  if (found !== undefined) {
    const { grant, mounted } = found
    const isItself = path === mounted
    const why = isItself ? 'it is mounted' : `it is below ${mounted}, which is mounted`
    const assumes = isItself ? [] : ['no part of the path below it is a link of the host']
    return said('yes', why, [grant], assumes)
  }
  const handed = mode === 'read' ? grants.filter((each) => isFileOf(each, path)) : []
  if (handed.length > 0) {
    const [assumes] = handed.map((grant) => grant.assumes)
    const isSure = handed.some((grant) => grant.assumes === undefined)
    const why = 'what is in it is handed over as a secret'
    return isSure ? said('yes', why, handed) : said('depends', `${why}, if ${assumes}`, handed)
  }
  const open = mounts.filter(({ mounted }) => !isComparable(path, mounted))
  if (open.length > 0) {
    const texts = open.map(({ mounted }) => mounted).join(', ')
    const why = hasParent(path)
      ? `where ".." leads is not said by the path, and ${texts} is mounted`
      : `${texts} is mounted, and whether the path is below it depends on where the bottle starts`
    return said(
      'depends',
      why,
      open.map(({ grant }) => grant),
    )
  }
  const replacing = mode === 'write' ? grants.find((each) => isReplacedBy(each, path)) : undefined
  if (replacing !== undefined) {
    const why = 'gvproxy replaces what is there by a socket, when it is asked to from inside'
    return said('yes', why, [replacing], ['gvproxy may write there'])
  }
  const why = mounts.length > 0 ? 'it is below nothing that is mounted' : 'nothing is mounted'
  const wider = mode === 'write' ? `${why} to be written` : why
  return said(
    'no',
    wider,
    [],
    mounts.length > 0 ? ['no link of the host leads to it from there'] : [],
  )
}

function isReplacedBy({ what }: Grant, path: string): boolean {
  return what.startsWith(replaced) && isWithinPath(path, what.slice(replaced.length))
}

function said(
  answer: Answer,
  why: string,
  grants: readonly Grant[],
  assumes: readonly string[] = [],
): Answered {
  const by = [...new Set(grants.flatMap((grant) => grant.by))]
  return { answer, way: answer === 'no' ? ['guest'] : ['guest', 'host'], why, by, assumes }
}

/** A path in the one form that means the same wherever it is; one with ".." stays as it is. */
export function plainPath(path: string): string {
  if (path.startsWith('s3://') || hasParent(path)) return path
  const normal = posix.normalize(`${path}/`)
  return normal.length > 1 ? normal.slice(0, -1) : normal
}

/** Whether a path is another or below it, by the texts alone: ".." counts byte for byte. */
export function isWithinPath(path: string, outer: string): boolean {
  if (path === outer) return true
  if (hasParent(path) || hasParent(outer) || !isComparable(path, outer)) return false
  if (outer === '.') return true
  return path.startsWith(outer.endsWith('/') ? outer : `${outer}/`)
}

/** Whether the texts say that one path is not below the other: both absolute, or both relative. */
function isComparable(path: string, other: string): boolean {
  const kind = (each: string) =>
    each.startsWith('s3://') ? 's3' : each.startsWith('/') ? '/' : '.'
  if (kind(path) === 's3' || kind(other) === 's3') return true
  return kind(path) === kind(other) && !hasParent(path) && !hasParent(other)
}

function hasParent(path: string): boolean {
  return path.split('/').includes('..')
}

/** Whether a secret of the host is handed over, by its name there or in the guest. */
export function answerForSecret({ grants, network }: Reach, name: string): Answered {
  // One that a credential sends is told as that.
  const handed = grants.filter(
    (grant) => grant.assumes === undefined && namesOfSecret(grant).includes(name),
  )
  if (handed.length > 0) {
    return said('yes', `the guest has ${handed.map(({ what }) => what).join(', ')}`, handed)
  }
  const uses = grants.filter((grant) => holdersOf(grant).includes(name))
  if (uses.length === 0) return said('no', 'no setting hands it over', [])
  const hosts = [...new Set(uses.map(({ what }) => credentialForm.exec(what)?.groups?.host))]
  const why = `the host puts it into requests to ${hosts.join(', ')}`
  const assumes = ['the guest has nothing but a placeholder, which nobody measured']
  return { ...said('yes', why, uses, assumes), way: stepsOf(network, 'yes', 'proxy') }
}

const credentialForm =
  /^(?<variable>.*) to (?<host>\S+) by [A-Z]+ in .*, of the host's \w+ (?<source>.*)$/s

/** What a credential is called: the variable that holds its place, and what the host has it by. */
function holdersOf({ part, what }: Grant): readonly string[] {
  if (part !== 'credentials') return []
  const { variable, source } = credentialForm.exec(what)?.groups ?? {}
  return [variable, source].filter((each) => each !== undefined)
}

const handedOver = " of the host's "
const forwarded = "the host's value of "

/** The names in the guest of what is handed over. */
function guestNames(grant: Grant): readonly string[] {
  const variable = nameOfVariable(grant)
  if (variable !== undefined) return [variable]
  return grant.part === 'secrets' ? grant.by.map((path) => path.slice('secrets.'.length)) : []
}

/** The variable of which the host's value is handed over. */
export function nameOfVariable({ part, what }: Grant): string | undefined {
  return part === 'variables' ? what.slice(forwarded.length) : undefined
}

/** Where a secret is at the host: `env NAME`, `file PATH`, `keychain SERVICE`. */
export function sourceOf(grant: Grant): string | undefined {
  if (grant.part !== 'secrets') return undefined
  const [name = ''] = guestNames(grant)
  return grant.what.slice(name.length + handedOver.length)
}

function isFileOf(grant: Grant, path: string): boolean {
  const source = sourceOf(grant) ?? ''
  return source.startsWith('file ') && plainPath(source.slice('file '.length)) === path
}

function namesOfSecret(grant: Grant): readonly string[] {
  const source = sourceOf(grant)
  const atHost = source === undefined ? [] : [source.slice(source.indexOf(' ') + 1)]
  return [...guestNames(grant), ...atHost]
}
