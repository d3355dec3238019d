import { isAbsolute } from 'node:path'
import type { Origin } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import type { NameInRepository } from '../../files/repository-names.ts'

/** The address at which a place of the source can be read; undefined of what no host shows. */
export type LinkTo = (origin: Origin) => string | undefined

/** Longest template, in UTF-16 code units: each place of a review has an address made of it. */
const longestTemplate = 2_000

/** A scheme and a host that no placeholder has a part in. */
const fixedHost = /^https?:\/\/[^/?#\\{}@]+[/?#]/i

const placeholder = /\{([^{}]*)\}/g

/** Returns why a template of addresses cannot be used, or undefined. */
export function objectionToLink(template: string): string | undefined {
  const wrong = (what: string) =>
    `--link is ${quote(template.slice(0, 200))}; ${what}, such as "https://host/{file}#L{line}"`
  if (template.length > longestTemplate) {
    return wrong(`it must have at most ${longestTemplate} characters`)
  }
  if (/[^!-~]|\\/.test(template)) return wrong('it must be of visible ASCII characters')
  if (!fixedHost.test(template) || !URL.canParse(template.replace(placeholder, '1'))) {
    return wrong('it must be an http or https address with a host, and without a user')
  }
  const names = [...template.matchAll(placeholder)].map(([, name]) => name)
  const unknown = names.find((name) => name !== 'file' && name !== 'line')
  if (unknown !== undefined) {
    return wrong(`it has the placeholder ${quote(unknown)}, and must have {file} and {line} alone`)
  }
  return names.includes('file') ? undefined : wrong('it must have the placeholder {file}')
}

/**
 * Links to places of the source. A file is told from the root of its repository; without a line, a
 * fragment that names one is left out. What is filled in is percent-encoded, and so is what could
 * end an address in Markdown or HTML.
 *
 * @param template An address with `{file}` and `{line}`, to which there is no objection.
 */
export function linksTo(template: string, nameOf: NameInRepository): LinkTo {
  return ({ file, line, inCommit }) => {
    const name = nameOf(file)
    if (inCommit === true || name === '' || isAbsolute(name)) return undefined
    const wanted = line === undefined ? template.replace(/#[^#]*\{line\}.*$/, '') : template
    const values = { file: encodePath(name), line: String(line ?? 1) }
    const { origin, href } = new URL(
      wanted.replace(placeholder, (_, key: keyof typeof values) => values[key]),
    )
    return origin + href.slice(origin.length).replace(/[!'()*<>[\\\]^`{|}"]/g, percent)
  }
}

function encodePath(name: string): string {
  return name
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
