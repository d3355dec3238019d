/**
 * Smolfiles without a project: for a program that makes one when socket and variables are known.
 *
 * @packageDocumentation
 */
import { dirname, join } from 'node:path'
import type { Diagnostic } from './diagnostic/diagnostic.ts'
import { diagnosticOf, hasErrors } from './diagnostic/diagnostic.ts'
import type { Problem } from './diagnostic/problem.ts'
import { errorAt } from './diagnostic/problem.ts'
import { quote } from './diagnostic/text.ts'
import type { Claim, Layout } from './dialects/dialect.ts'
import type { Builders, DialectName, Documents } from './dialects/dialects.ts'
import { dialectNames, dialectOf, isDialectName } from './dialects/dialects.ts'
import { KnownSecrets, secretsIn } from './dialects/masking.ts'
import { proveCompanion, renderCompanion, renderSmolfile } from './dialects/render.ts'
import { vetSmolfile } from './dialects/vet.ts'
import { decodeDefinition } from './evaluate/decode.ts'
import { makeFolders } from './files/make-folders.ts'
import { replaceFile } from './files/write-file.ts'
import type { Definition } from './language/definition.ts'
import { definitionKey } from './language/definition.ts'
import { validate } from './project/validate.ts'
import { isTable } from './smolfile/is-table.ts'

export type { Diagnostic, Origin } from './diagnostic/diagnostic.ts'
export type { ClaudeBottleDocument } from './dialects/claude-bottle/document.ts'
export type { Layout } from './dialects/dialect.ts'
export type { DialectName, Documents, SmolfileDocument } from './dialects/dialects.ts'
export type { SmolvmDocument } from './dialects/smolvm/document.ts'

/** The data of a Smolfile, and the dialect that it is of. */
export type Smolfile = {
  readonly [Name in DialectName]: { readonly dialect: Name; readonly document: Documents[Name] }
}[DialectName]

/** The dialect that a builder builds. */
export type BuiltDialect<Builder> = {
  readonly [Name in DialectName]: Builder extends Builders[Name] ? Name : never
}[DialectName]

/** What a builder has built. */
export type Built<Name extends DialectName = DialectName> = Extract<
  Smolfile,
  { readonly dialect: Name }
> & {
  readonly slug: string
  /** What synth would warn of, and would not refuse. */
  readonly warnings: readonly Diagnostic[]
}

export interface RenderOptions {
  /**
   * What the Smolfile says that it was made of, in the comment at its top, where its dialect has
   * one. Default: no comment.
   */
  readonly source?: string
  /** How it is laid out: `lines` has one argument and one variable a line. Default: compact. */
  readonly layout?: Layout
}

/** What {@link vet} finds in a text. */
export interface VettedText {
  /** Whether there is no error. */
  readonly ok: boolean
  /** Absent when the text is not TOML, or could be of several dialects. */
  readonly dialect?: DialectName
  readonly diagnostics: readonly Diagnostic[]
}

export interface TextOptions {
  /** Default: the one whose keys the text has. */
  readonly dialect?: DialectName
  /** What the text is called in diagnostics. Default: `Smolfile`. */
  readonly file?: string
}

/** A Smolfile that synth would refuse, with what is wrong with it. */
export class SmolfileError extends Error {
  override readonly name = 'SmolfileError'
  /** Its errors, and nothing else. */
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    super(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'))
    this.diagnostics = errors
  }
}

/**
 * Makes the document of a bottle or a machine, checked by the rules that synth has for one.
 *
 * @throws SmolfileError when synth would refuse it.
 *
 * @example
 * ```ts
 * import { bottle, gvproxy } from 'bottleworks'
 * import { build, write } from 'bottleworks/smolfile'
 *
 * const socket = '/run/user/1000/demo.sock'
 * const demo = bottle('demo').env({ HTTP_PROXY: 'http://proxy.internal:8888' }).net(gvproxy(socket))
 * write('/run/user/1000/demo/Smolfile', build(demo))
 * ```
 */
export function build<Builder extends Builders[DialectName]>(
  bottle: Builder,
): Built<BuiltDialect<Builder>> {
  const recorded = (bottle as { readonly [definitionKey]?: Definition })[definitionKey]
  if (recorded === undefined) throw new TypeError('build takes what bottle() or machine() gives')
  // As synth gets it out of the sandbox; where calls stand in a program is nothing of it.
  const calls = recorded.calls.map(({ name }) => ({ name, stack: '' }))
  const decoded = decodeDefinition(JSON.stringify({ ...recorded, calls }))
  if (!decoded.ok) throw new SmolfileError([diagnosticOf(decoded.code, decoded.message)])
  const { definition } = decoded
  const { slug } = definition
  const { bottles, problems } = validate([{ file: '', slug, definition }])
  const [built] = bottles
  const diagnostics = told(problems, definition.smolfile, slug)
  if (built === undefined) throw new SmolfileError(diagnostics)
  const { dialect, document } = built
  // The document is of the dialect that it is named with.
  return { dialect, document, slug, warnings: diagnostics } as never
}

/**
 * The text of a Smolfile, as synth writes it: variables sorted, nothing empty, and proven by reading
 * it back.
 *
 * @throws SmolfileError when synth would refuse it.
 */
export function render(smolfile: Smolfile, options: RenderOptions = {}): string {
  const { dialect, document } = checked(smolfile)
  return renderSmolfile(dialect, document, options)
}

/**
 * The file that belongs beside a Smolfile, proven as that is: the configuration of gvproxy, of a
 * bottle whose gateway has an address. Undefined where there is none.
 *
 * @throws SmolfileError when synth would refuse the Smolfile.
 */
export function companion(
  smolfile: Smolfile,
): { readonly name: string; readonly text: string } | undefined {
  const { dialect, document } = checked(smolfile)
  const made = renderCompanion(dialect, document)
  if (made !== undefined) proveCompanion(dialect, document, made.text)
  return made
}

/**
 * Writes a Smolfile that its owner alone can read, with the folders that it is in and the file that
 * belongs beside it. Who looks at the path sees the whole text or what was there before.
 *
 * @throws SmolfileError when synth would refuse it; else what the system says.
 */
export function write(path: string, smolfile: Smolfile, options: RenderOptions = {}): void {
  const text = render(smolfile, options)
  const beside = companion(smolfile)
  const folder = dirname(path)
  makeFolders(folder)
  // First, so that no Smolfile stands without what makes it hold.
  if (beside !== undefined) replaceFile(join(folder, beside.name), beside.text, ownerAlone)
  replaceFile(path, text, ownerAlone)
}

const ownerAlone = 0o600

/**
 * Reads the text of any Smolfile.
 *
 * @throws SmolfileError when it has an error.
 */
export function parse(text: string, options: TextOptions = {}): Smolfile {
  const { dialect, document, diagnostics } = vetSmolfile(
    options.file ?? 'Smolfile',
    text,
    options.dialect,
  )
  if (hasErrors(diagnostics) || document === undefined) throw new SmolfileError(diagnostics)
  return { dialect, document } as Smolfile
}

/** Checks the text of any Smolfile by the rules of its dialect. */
export function vet(text: string, options: TextOptions = {}): VettedText {
  const { file = 'Smolfile' } = options
  const { dialect, diagnostics } = vetSmolfile(file, text, options.dialect)
  return {
    ok: !hasErrors(diagnostics),
    ...(dialect === undefined ? {} : { dialect }),
    diagnostics,
  }
}

/** The Smolfile as synth would have it. */
function checked(smolfile: Smolfile): Smolfile {
  const dialect: string = smolfile.dialect
  if (!isDialectName(dialect)) {
    const known = dialectNames.map(quote).join(', ')
    throw new TypeError(`the dialect ${quote(String(dialect))} is unknown; there is ${known}`)
  }
  const { vet: check, normalize, claims } = dialectOf(dialect)
  // Plain data: what is undefined is absent.
  const data = JSON.parse(JSON.stringify(smolfile.document))
  const { text, address } = withoutAddress(data)
  refuse(check(text, address), data)
  refuse(claimedTwice(claims(data)), data)
  // The rules of the dialect hold for it.
  return { dialect, document: normalize(data) } as Smolfile
}

/** The data that stands in the Smolfile's text, and the address that its companion says. */
function withoutAddress(data: unknown): { readonly text: unknown; readonly address?: string } {
  if (!isTable(data) || !Array.isArray(data.net)) return { text: data }
  const [first, ...others] = data.net
  if (!isTable(first) || typeof first.address !== 'string') return { text: data }
  const { address, ...device } = first
  return { text: { ...data, net: [device, ...others] }, address: first.address }
}

function refuse(problems: readonly Problem[], data: unknown): void {
  const diagnostics = told(problems, data)
  if (hasErrors(diagnostics)) throw new SmolfileError(diagnostics)
}

/** The problems without the secrets that the data holds. */
function told(
  problems: readonly Problem<Diagnostic['code']>[],
  data: unknown,
  slug?: string,
): readonly Diagnostic[] {
  if (problems.length === 0) return []
  const secrets = new KnownSecrets(secretsIn(data))
  return problems.map(({ code, severity, message, path, hint }) => ({
    code,
    severity,
    message: secrets.hide(message),
    ...(slug === undefined ? {} : { slug }),
    path: secrets.hide(path),
    ...(hint === undefined ? {} : { hint: secrets.hide(hint) }),
  }))
}

function claimedTwice(claims: readonly Claim[]): readonly Problem[] {
  return claims.flatMap(({ what, path, value }) => {
    const isSame = (other: Claim) => other.what === what && other.value === value
    if (what !== 'socket' || claims.filter(isSame).length < 2) return []
    const who = 'twice in this bottle; gvproxy serves one VM a socket'
    return [errorAt('BW013', path, `the socket ${quote(value)} is used ${who}`)]
  })
}
