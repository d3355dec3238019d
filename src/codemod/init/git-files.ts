import { posix } from 'node:path'
import { policyFolder } from '../../evaluate/discover.ts'
import { attributesName } from '../../output/attributes.ts'

/** Where code hosts look for the owners of code (GitHub, GitLab, Gitea: "Code owners"). */
export const ownersNames = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
]

/** Puts lines at the end of a text, with its line ends; a new file has them alone. */
function appendLines(text: string | undefined, lines: readonly string[]): string {
  if (text === undefined || text === '') return `${lines.join('\n')}\n`
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const start = /[\r\n]$/.test(text) ? text : text + lineEnd
  return start + lines.map((line) => line + lineEnd).join('')
}

/**
 * The .gitignore with `node_modules/` in it, or undefined when it is ignored already.
 *
 * @param above The .gitignore of each folder above, up to the repository's.
 */
export function ignoreText(text: string | undefined, above: readonly string[]): string | undefined {
  const isIgnored = [text ?? '', ...above].some((each) =>
    /^(?:\/|\*\*\/)?node_modules(?:\/|\/\*\*?)?[ \t]*\r?$/m.test(each),
  )
  return isIgnored ? undefined : appendLines(text, ['node_modules/'])
}

/**
 * The .gitattributes by which git checks the output tree out byte for byte, or undefined when it
 * says so already. It says nothing that hides the tree from reviewers.
 */
export function attributesText(text: string | undefined, out: string): string | undefined {
  const own = `${attributePattern(out)} text eol=lf`
  const isSaid = (text ?? '').split(/\r?\n/).some((line) => {
    const [pattern = '', ...attributes] = line.trim().split(/\s+/)
    return line.trim() === own || (/^\*\*?$/.test(pattern) && attributes.includes('eol=lf'))
  })
  return isSaid ? undefined : appendLines(text, [own])
}

/** The pattern of all that is in a folder, as gitattributes(5) reads it. */
function attributePattern(folder: string): string {
  const plain = folder.replace(/[\\*?[]/g, '\\$&').replace(/^[#!]/, '/$&')
  return /[\s"]/.test(plain) ? JSON.stringify(`${plain}/**`) : `${plain}/**`
}

/** What of a project somebody has to approve before it holds. */
export interface Owned {
  /** The project, relative to the repository; empty when it is the whole. */
  readonly prefix: string
  readonly bottles: string
  readonly out: string
  /** The file that the configuration stands in. */
  readonly configuration: string
  /** Whether GitHub reads files of the repository. */
  readonly isOnGitHub: boolean
}

/** The CODEOWNERS with lines for a project, as comments; undefined when it names its bottles already. */
export function ownersText(text: string | undefined, owned: Owned): string | undefined {
  const { prefix, bottles, out, configuration, isOnGitHub } = owned
  // A line feed in a folder's name would begin a line that is no comment.
  const at = (path: string) =>
    `/${posix.join(prefix, path)}`.replaceAll(' ', '\\ ').replace(/\p{Cc}/gu, '?')
  if (text?.includes(at(`${bottles}/`))) return undefined
  const paths = [`${bottles}/`, `${policyFolder}/`, `${out}/`, configuration, attributesName]
  const lines = [
    '# Who approves what bottles may get at. Name them, and take the # away:',
    ...[...paths.map(at), ...(isOnGitHub ? ['/.github/'] : [])].map(
      (path) => `# ${path} @your-team`,
    ),
  ]
  return appendLines(text, text === undefined || text === '' ? lines : ['', ...lines])
}
