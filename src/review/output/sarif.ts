import { createHash } from 'node:crypto'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { catalogue, helpUri, isDiagnosticCode } from '../../diagnostic/catalogue.ts'
import { codeHelp } from '../../diagnostic/code-help.ts'
import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { locatable } from '../../diagnostic/format.ts'
import { count, escapeControls } from '../../diagnostic/text.ts'
import type { NameInRepository } from '../../files/repository-names.ts'
import type { ComparedBase } from '../../output/git-commit.ts'
import { baselineName } from '../../project/baseline/baseline.ts'
import type { Finding, Review } from '../finding.ts'
import { maskChange } from '../masking.ts'
import type { Section } from '../sections.ts'
import { sectionsOf } from '../sections.ts'
import { changeText, nameText, showChange, someNames } from '../shown.ts'
import type { AcceptedInBottle } from './accepted-problems.ts'
import { acceptedInReview } from './accepted-problems.ts'

export interface SarifInput {
  readonly diagnostics?: readonly Diagnostic[]
  readonly review?: Review
  /** What bottles accept, where there is no review that has it. */
  readonly accepted?: readonly AcceptedInBottle[]
  readonly base?: ComparedBase | undefined
  /** What the log is of, where that is no comparison. */
  readonly kind?: 'check'
  /** Version of the tool. */
  readonly version: string
  /** What the files are called in the log. Default: as they are, from the project. */
  readonly nameOf?: NameInRepository
  /** The file of results that are at no place: code scanning refuses a log with one of no file. */
  readonly otherwise?: string | undefined
}

interface Result {
  readonly ruleId: string
  readonly description: string
  readonly level: 'error' | 'warning' | 'note'
  readonly message: string
  /** Where it is; in each of several places where it takes a change at all of them. */
  readonly origins: readonly Origin[]
  /** The bottles, where it is of more than one. */
  readonly bottles?: readonly string[]
  /** Whether the project's baseline has it. */
  readonly baselined?: boolean | undefined
  /** The identity of the result, wherever in the file it is. */
  readonly identity: readonly unknown[]
  /** Why it is accepted, if it is. */
  readonly accepted?: string
}

/**
 * A log of SARIF 2.1.0: the diagnostics, the findings that widen, and as suppressed in the source what
 * bottles accept.
 */
export function sarifLog({
  diagnostics = [],
  review,
  accepted: given = review === undefined ? [] : acceptedInReview(review),
  base,
  kind,
  version,
  nameOf = (file) => file,
  otherwise,
}: SarifInput) {
  const widenings = (review === undefined ? [] : sectionsOf(review)).flatMap(wideningResults)
  const { file, findings: settings = [] } = review?.configuration ?? {}
  const loosened = settings.flatMap((finding) =>
    finding.class === 'widens' ? [wideningResult(finding, file === undefined ? [] : [file])] : [],
  )
  const accepted = given.map(acceptedResult)
  const results = [...diagnostics.map(diagnosticResult), ...loosened, ...widenings, ...accepted]
  // Of what is accepted in one bottle and open in another the level is that of the open one.
  const rules = new Map(results.toReversed().map((each) => [each.ruleId, each]))
  const ruleIds = [...rules.keys()].sort()
  const seen = new Map<string, number>()
  const elsewhere: readonly Origin[] = otherwise === undefined ? [] : [{ file: otherwise }]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'bottleworks',
            version,
            rules: ruleIds.flatMap((id) => ruleOf(rules.get(id))),
          },
        },
        columnKind: 'utf16CodeUnits',
        ...categoryOf(kind, nameOf('.')),
        ...(base === undefined ? {} : { properties: { base } }),
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'the root of the repository' } },
        },
        results: results.map((each) => {
          const fingerprint = fingerprintOf(each)
          const occurrence = (seen.get(fingerprint) ?? 0) + 1
          seen.set(fingerprint, occurrence)
          const places = each.origins.length === 0 ? elsewhere : each.origins
          return {
            ruleId: each.ruleId,
            ruleIndex: ruleIds.indexOf(each.ruleId),
            level: each.level,
            message: { text: messageText(each.message) },
            ...(places.length === 0
              ? {}
              : { locations: places.map((origin) => location(origin, nameOf)) }),
            ...(each.bottles === undefined ? {} : { properties: { bottles: each.bottles } }),
            ...suppressionOf(each),
            partialFingerprints: { 'bottleworks/v1': `${fingerprint}:${occurrence}` },
          }
        }),
      },
    ],
  }
}

/** Why a result is no alert: a bottle accepts it, or the baseline has it. */
function suppressionOf({ accepted, baselined }: Result) {
  if (accepted !== undefined) {
    return { suppressions: [{ kind: 'inSource', justification: accepted }] } as const
  }
  if (baselined !== true) return {}
  const justification = `it is in ${baselineName}`
  return { suppressions: [{ kind: 'external', justification }] } as const
}

function diagnosticResult(diagnostic: Diagnostic): Result {
  const { code, severity, slug, path, hint } = diagnostic
  const { message, origin } = locatable(diagnostic)
  return {
    ruleId: code,
    description: descriptionOf(code),
    level: severity,
    message: (hint === undefined ? [message] : [message, `hint: ${hint}`])
      .map(escapeControls)
      .join('\n'),
    origins: origin === undefined ? [] : [origin],
    baselined: diagnostic.baselined,
    identity: [slug, path, path === undefined ? message : undefined, origin?.file],
  }
}

function acceptedResult({ slug, code, at, reason, source }: AcceptedInBottle): Result {
  const where = at === undefined ? '' : ` at ${at}`
  return {
    ruleId: code,
    description: descriptionOf(code),
    level: 'note',
    message: `${slug} accepts ${code}${where}: ${reason}`,
    origins: source === undefined ? [] : [{ file: source }],
    identity: ['accepted', slug, at, source],
    accepted: reason,
  }
}

function descriptionOf(code: string): string {
  return isDiagnosticCode(code) ? catalogue[code].title : `the policy ${code}`
}

/** GitHub shows no more places of one result. */
const mostPlaces = 100

function wideningResults({ bottles, findings }: Section): readonly Result[] {
  const files = bottles.flatMap(({ after }) => after?.source ?? [])
  const own = files.slice(0, mostPlaces)
  const widening = findings.filter((finding) => finding.class === 'widens')
  if (bottles.length === 1) return widening.map((finding) => wideningResult(finding, own))
  const slugs = bottles.map(({ slug }) => slug)
  const { names, more } = someNames(bottles)
  const called = `${count(slugs.length, 'bottle')} (${names.map(nameText).join(', ')}${more === '' ? '' : ` ${more}`})`
  return widening.map((finding) => {
    const result = wideningResult({ ...finding, slug: called }, own)
    const [, ...identity] = result.identity
    // A further bottle makes it no other result.
    return { ...result, bottles: slugs, identity: ['', ...identity, finding.origin?.file] }
  })
}

/** @param files What it is in where its place is not known. */
function wideningResult(finding: Finding, files: readonly string[]): Result {
  const { setting, change, reason, origin } = finding
  const slug = setting === 'configuration' ? setting : finding.slug
  const { path, before, after } = maskChange(finding)
  const shown = showChange(finding)
  return {
    ruleId: `widens/${known(setting)}`,
    description: `a change of ${known(setting)} that widens what a bottle may reach`,
    level: 'warning',
    message: `${escapeControls(slug)}: ${reason}: ${shown.path} ${changeText(shown)}`.trimEnd(),
    origins: origin === undefined ? files.map((file) => ({ file })) : [origin],
    identity: [slug, path, change, before, after],
  }
}

interface Rule {
  readonly id: string
  readonly shortDescription: { readonly text: string }
  readonly fullDescription?: { readonly text: string }
  readonly help?: { readonly text: string; readonly markdown: string }
  readonly helpUri?: string
  readonly defaultConfiguration: { readonly level: Result['level'] }
}

/** The rule of a result, with what the catalogue says of its code. */
function ruleOf(result: Result | undefined): readonly Rule[] {
  if (result === undefined) return []
  const { ruleId: id, description, level } = result
  const rule = {
    id,
    shortDescription: { text: messageText(description) },
    defaultConfiguration: { level },
  }
  if (!isDiagnosticCode(id)) return [rule]
  const { why } = catalogue[id]
  const { text, markdown } = codeHelp(id)
  return [
    {
      ...rule,
      fullDescription: { text: messageText(why) },
      help: { text: messageText(text), markdown },
      helpUri: helpUri(id),
    },
  ]
}

/** A key that no schema has, and so is hostile, is not made into a rule. */
function known(setting: string): string {
  return /^[a-z_]+(?:\.[a-z_]+)*$/.test(setting) ? setting : 'other'
}

function fingerprintOf({ ruleId, identity }: Result): string {
  const hash = createHash('sha256').update(JSON.stringify([ruleId, ...identity]))
  return hash.digest('hex').slice(0, 32)
}

/**
 * Plain text of a message: brackets would be links and braces placeholders (SARIF 2.1.0, 3.11.5 and
 * 3.11.6).
 */
function messageText(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&')
}

function location({ file, line, column }: Origin, nameOf: NameInRepository) {
  const name = nameOf(file)
  const region = {
    ...(line === undefined ? {} : { startLine: line }),
    ...(line === undefined || column === undefined ? {} : { startColumn: column }),
  }
  return {
    physicalLocation: {
      artifactLocation: isAbsolute(name)
        ? { uri: pathToFileURL(wellFormed(name)).href }
        : { uri: relativeUri(name), uriBaseId: '%SRCROOT%' },
      ...(line === undefined ? {} : { region }),
    },
  }
}

/**
 * Code scanning takes logs of one category for states of one project: each in a folder has its own, and
 * so has what is no comparison.
 */
function categoryOf(kind: string | undefined, folder: string) {
  const isPart = folder !== '' && folder !== '.' && !isAbsolute(folder)
  if (!isPart && kind === undefined) return {}
  const name = kind === undefined ? 'bottleworks' : `bottleworks-${kind}`
  return { automationDetails: { id: `${name}/${isPart ? `${relativeUri(folder)}/` : ''}` } }
}

/** Each part encoded, so that a colon in the first is no scheme and "?" begins no query. */
function relativeUri(file: string): string {
  const parts = file.split('/').filter((part) => part !== '' && part !== '.')
  return parts.map((part) => encodeURIComponent(wellFormed(part))).join('/')
}

/** A file's name may be what encodeURIComponent refuses. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
