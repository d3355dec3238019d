/**
 * The documents that `--json` prints, a type a command. docs/reference/json.md is generated from
 * these types and their comments. A key that may be absent is optional.
 */
import type { CodeExample, Severity } from '../diagnostic/catalogue/code-entry.ts'
import type { ProxyAddress } from '../gateway/proxy-address.ts'
import type { BottleReview, IsolationClass, SettingValue } from '../review/finding.ts'
import type { Summary } from '../review/summary.ts'

/** One error or warning. */
export interface JsonDiagnostic {
  /** The code, such as `BW012`, or the name of a policy, such as `team/rule`. */
  readonly code: string
  /** `error` or `warning`. */
  readonly severity: Severity
  /** What is wrong, with the value quoted, then what is allowed. */
  readonly message: string
  /** The slug of the bottle concerned. */
  readonly slug?: string | undefined
  /** The setting concerned, such as `net[0].socket`. */
  readonly path?: string | undefined
  /** The file, relative to the project; `REF:PATH` of one at a git ref. */
  readonly file?: string | undefined
  /** The line, counted from 1. */
  readonly line?: number | undefined
  /** The column, counted from 1. */
  readonly column?: number | undefined
  /** What to do about it. */
  readonly hint?: string | undefined
  /** Whether the project's baseline has it, so that it does not fail. */
  readonly baselined?: true | undefined
}

/** Warnings of one bottle that a baseline has: those of a code at one setting. */
export interface JsonBaselineEntry {
  /** The bottle's slug. */
  readonly bottle: string
  /** The code, or the name of a policy. */
  readonly code: string
  /** The path of the setting; absent where the warning names none. */
  readonly at?: string | undefined
  /** How many there are, or how many are added or no longer needed. */
  readonly count: number
}

/** What one bottle printed with `console`, or policies that judged it. */
export interface JsonPrinted {
  /** The bottle's slug; the file of a policy that printed before it judged any. */
  readonly slug: string
  /** The lines, as they were printed. */
  readonly lines: readonly string[]
}

/** One Smolfile of the output tree. */
export interface JsonSmolfile {
  /** The bottle's slug. */
  readonly slug: string
  /** The Smolfile, relative to the project. */
  readonly path: string
  /**
   * What was done to it (`synth`, `watch`): `created`, `updated`, `removed`, `unchanged` or
   * `edited by hand`. What it is (`check`): `missing`, `stale`, `orphaned`, `hand-edited` or
   * `current`.
   */
  readonly state: string
  /** Of one that is `stale`, whether the ends of lines alone differ, as a checkout may have them. */
  readonly lineEndsOnly?: true | undefined
}

/** One Smolfile that `bottle synth` has looked at. */
export interface JsonSynthesized extends JsonSmolfile {
  /**
   * Of one that was updated in a git repository, what changed it: `source`, `tool` when its source is
   * as it was in the commit that has the Smolfile from before, or `unknown`; and anywhere
   * `line-ends`, when it differs in nothing else.
   */
  readonly cause?: string | undefined
}

/** What `bottle synth` did. */
export interface SynthDocument {
  /** Whether there are no errors. */
  readonly ok: boolean
  /** Whether the output tree was written. */
  readonly written: boolean
  /**
   * What was done to each Smolfile, or with `--dry-run` would be; empty when nothing was, or would be,
   * written.
   */
  readonly bottles: readonly JsonSynthesized[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
  /** What bottles printed. */
  readonly printed: readonly JsonPrinted[]
  /** As `check` says it. */
  readonly skipped?: readonly string[] | undefined
  /** As `check` says it. */
  readonly shard?: string | undefined
  /** As `check` says it. */
  readonly shards?: readonly JsonShard[] | undefined
  /** The entries of the project's baseline that are no longer needed. */
  readonly unneeded?: readonly JsonBaselineEntry[] | undefined
}

/** How one shard has ended, as the last step of shards reads it. */
export interface JsonShard {
  /** Which one it is, such as `2/5`. */
  readonly shard: string
  /** The number of its bottle files. */
  readonly files: number
  /** Whether it found no error, and with `strict` no warning. */
  readonly ok: boolean
  /** The number of files of the output tree that it found to be not as they should be. */
  readonly stale: number
}

/** One file of the output tree that is no bottle's. */
export interface JsonTreeFile {
  /** The file, relative to the project; bytes of its name that are not UTF-8 as `\xff`. */
  readonly path: string
  /**
   * `unsourced`: no bottle file and manifest account for it. `allowed` (`list`): it may be at the
   * root of the tree.
   */
  readonly state: string
}

/** Whether the output tree matches the source. */
export interface CheckDocument {
  /** Whether there are no errors, every Smolfile is current, and there is no other file. */
  readonly ok: boolean
  /** The commit of `--base`; absent without it, and when it cannot be read. */
  readonly base?: JsonBase | undefined
  /** The state of each Smolfile. */
  readonly bottles: readonly JsonSmolfile[]
  /** The files of the tree that come from no bottle. */
  readonly files: readonly JsonTreeFile[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
  /** What bottles printed. */
  readonly printed: readonly JsonPrinted[]
  /**
   * With slugs, `--only` or `--shard`: the policies that judge all bottles together, and so have not
   * judged.
   */
  readonly skipped?: readonly string[] | undefined
  /** With `--shard`: which one it is, such as `2/5`. */
  readonly shard?: string | undefined
  /** With `--join`: how each shard has ended. */
  readonly shards?: readonly JsonShard[] | undefined
  /** The entries of the project's baseline that are no longer needed. */
  readonly unneeded?: readonly JsonBaselineEntry[] | undefined
}

/** One bottle of the list. */
export interface JsonListed {
  /** The bottle's slug. */
  readonly slug: string
  /** The dialect; absent when the bottle has errors or no source. */
  readonly dialect?: string | undefined
  /** The bottle file, relative to the project; absent when there is none. */
  readonly source?: string | undefined
  /** `current`, `missing`, `stale`, `orphaned`, `hand-edited`, `error` or `unknown`. */
  readonly state: string
}

/** The bottles of the project. */
export interface ListDocument {
  /** Whether there are no errors, and with `strict` no warnings. */
  readonly ok: boolean
  /** Every bottle file, bad ones too, and every Smolfile without one. */
  readonly bottles: readonly JsonListed[]
  /** What else is in the output tree. */
  readonly files: readonly JsonTreeFile[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
  /** What bottles printed. */
  readonly printed: readonly JsonPrinted[]
}

/** One Smolfile that was checked. */
export interface JsonVetted {
  /** The file as it was named; `-` is called `standard input`. */
  readonly file: string
  /** The dialect; absent when it cannot be told. */
  readonly dialect?: string | undefined
  /** Whether it has no errors, and with `--strict` no warnings. */
  readonly ok: boolean
}

/** What `bottle vet` found. */
export interface VetDocument {
  /** Whether all files are good. */
  readonly ok: boolean
  /** The files, in the order in which they were named. */
  readonly files: readonly JsonVetted[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** One round of `bottle watch`, printed on one line. */
export interface WatchDocument {
  /** Whether there are no errors. */
  readonly ok: boolean
  /** The files that began the round, relative to the project; empty for the first. */
  readonly changed: readonly string[]
  /** How many bottle files there are. */
  readonly bottles: number
  /** How many of them were evaluated in this round. */
  readonly evaluated: number
  /** The Smolfiles that were created, updated or removed, or are edited by hand. */
  readonly written: readonly JsonSmolfile[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
  /** What bottles printed. */
  readonly printed: readonly JsonPrinted[]
  /** How long the round took. */
  readonly milliseconds: number
}

/** One change of one setting of a bottle. */
export interface JsonFinding extends JsonChange {
  /** The slug of the bottle. */
  readonly slug: string
}

/** One change of one setting that several bottles have alike, at one place of the source. */
export interface JsonSharedFinding extends JsonChange {
  /** The slugs of the bottles. */
  readonly slugs: readonly string[]
}

/** What changed of one setting. */
export interface JsonChange {
  /** The setting, such as `env.NO_PROXY`. */
  readonly path: string
  /** `added`, `removed` or `changed`. */
  readonly change: 'added' | 'removed' | 'changed'
  /**
   * The value before; absent where there was nothing, `null` for a variable that has a name and no
   * value. Secrets in plain text are left out.
   */
  readonly before?: SettingValue
  /** The value after, in the same form. */
  readonly after?: SettingValue
  /** What the change does to isolation: `widens`, `narrows`, `inside` or `neutral`. */
  readonly class: IsolationClass
  /** Why it has this class, in the tool's own words. */
  readonly reason: string
  /** What to check although the class says nothing of it. */
  readonly note?: string
  /** The file in which the setting is made, relative to the project. */
  readonly file?: string
  /** The line, counted from 1. */
  readonly line?: number
  /** The column, counted from 1. */
  readonly column?: number
}

/** One bottle that is not as it was. */
export interface JsonReviewed {
  /** The bottle's slug, or the path in the tree of a file that no bottle accounts for. */
  readonly slug: string
  /** `added`, `removed`, `renamed` or `changed`. */
  readonly state: BottleReview['state']
  /** The slug that a renamed bottle had. */
  readonly from?: string
  /** The dialect that it has, or had when it was removed; absent of a file that is no Smolfile. */
  readonly dialect?: string
  /** What no finding says, and decides about all of them: that nothing says what is behind its socket. */
  readonly caution?: string
  /** The changes of its settings. */
  readonly findings: readonly JsonFinding[]
}

/** What changed, and what it does to isolation. */
export interface DiffDocument {
  /**
   * The version of this document: 2. Version 1 had no such key and no class `inside`, which it counted
   * as `neutral`.
   */
  readonly version: number
  /** Whether the two states could be compared without errors. */
  readonly ok: boolean
  /** The commit of `--base`; absent without it, and when it cannot be read. */
  readonly base?: JsonBase | undefined
  /**
   * Numbers of findings (`widens`, `narrows`, `inside`, `neutral`) and of bottles (`added`, `removed`,
   * `renamed`, `changed`, `unchanged`). Absent without a review.
   */
  readonly summary?: Summary
  /**
   * What changed of the project's configuration, and of git attributes that hide the output tree;
   * absent when nothing did.
   */
  readonly configuration?: JsonConfiguration
  /** The bottles that changed, those with widening findings first. Absent without a review. */
  readonly bottles?: readonly JsonReviewed[]
  /**
   * The findings that several bottles have alike, each once; absent where there is none. They stand in
   * `bottles` as well.
   */
  readonly shared?: readonly JsonSharedFinding[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
  /** What bottles printed. */
  readonly printed: readonly JsonPrinted[]
}

/** What the project was compared with. */
export interface JsonBase {
  /** The absolute path of the repository's work tree. */
  readonly repository: string
  /** The ref as it was given. */
  readonly ref: string
  /** The id of the commit that it names. */
  readonly commit: string
}

/** The changes of a project's configuration, and of git attributes that hide the output tree. */
export interface JsonConfiguration {
  /** The file that it stands in. */
  readonly file: string
  /** Its findings; their `slug` is empty, and `path` is the key. */
  readonly findings: readonly JsonFinding[]
}

/** A place in the source. */
export interface JsonPlace {
  /** The file, relative to the project. */
  readonly file: string
  /** The line, counted from 1. */
  readonly line?: number | undefined
  /** The column, counted from 1. */
  readonly column?: number | undefined
  /** The preset that was applied there. */
  readonly preset?: string | undefined
}

/** A value that a later call replaced. */
export interface JsonOverridden {
  /** The value. */
  readonly value: unknown
  /** The places that led to it, the innermost first. */
  readonly places: readonly JsonPlace[]
}

/** One setting of a bottle, with where it was made. */
export interface JsonExplained {
  /** The setting, such as `env.LOG`. */
  readonly path: string
  /** Its value. */
  readonly value: unknown
  /** The places that led to it, the innermost first; empty for a default. */
  readonly places: readonly JsonPlace[]
  /** What it was before, the oldest first. */
  readonly overridden: readonly JsonOverridden[]
}

/** A setting that was made and taken out again. */
export interface JsonTakenOut {
  /** The setting. */
  readonly path: string
  /** Where it was taken out, the innermost place first. */
  readonly places: readonly JsonPlace[]
  /** What it was before, the oldest first. */
  readonly overridden: readonly JsonOverridden[]
}

/** `bottle explain SLUG`: where each setting of a bottle was made. */
export interface ExplainDocument {
  /** Whether the bottle is there and can be explained. */
  readonly ok: boolean
  /** The bottle's slug. Absent when `ok` is false, like all keys below but `diagnostics`. */
  readonly slug?: string
  /** The dialect. */
  readonly dialect?: string
  /** The bottle file, relative to the project. */
  readonly source?: string
  /** The settings, in the order of the Smolfile. */
  readonly settings?: readonly JsonExplained[]
  /** The settings that were made and taken out again. */
  readonly takenOut?: readonly JsonTakenOut[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** What is known of one code. */
export interface JsonCode {
  /** The code, such as `BW012`. */
  readonly code: string
  /** `error` or `warning`. */
  readonly severity: Severity
  /** What is wrong. */
  readonly title: string
  /** Why it matters. */
  readonly why: string
  /**
   * An example that gives the code: the text of a `bottle` file, the text of a `smolfile` (with its
   * `dialect` where the keys do not tell), or a sentence in `setup`.
   */
  readonly bad: CodeExample
  /** An example that does not give it, in the same form. */
  readonly good: CodeExample
  /** When it is right to accept the warning; absent for what cannot be acknowledged. */
  readonly accept?: string
  /** The call that acknowledges it. */
  readonly acknowledgement?: string
  /** What upstream says or does about it. */
  readonly upstream?: string
  /** Where the code is documented. */
  readonly uri: string
}

/** `bottle explain BW012`: one code. */
export interface CodeDocument extends JsonCode {
  /** True. */
  readonly ok: true
}

/** `bottle explain --codes`: all codes. */
export interface CodesDocument {
  /** True. */
  readonly ok: true
  /** The codes, in their order. */
  readonly codes: readonly JsonCode[]
}

/** Ports by the names of proxies. */
type Ports = Readonly<Record<string, number>>

/** Where proxies listen, by their names. */
type ProxyAddresses = Readonly<Record<string, ProxyAddress>>

/** What a program needs to run a bottle's gvproxy. */
export interface GatewayDocument {
  /** The bottle's slug. */
  readonly slug: string
  /** Absolute path of the socket that gvproxy is to make, and the bottle's device hangs on. */
  readonly socket: string
  /** The socket's folder, which is the bottle's alone: gvproxy has to write there, and nowhere else. */
  readonly folder: string
  /** Absolute path of the companion, for `gvproxy -config`. */
  readonly configuration: string
  /** The loopback address at which gvproxy finds the proxies. */
  readonly address: string
  /** The ports there, by the proxies' names. */
  readonly ports: Ports
  /** Where the proxies that were named listen: `{ unix }` or `{ host, port }`. */
  readonly proxies: ProxyAddresses
}

/** What this host lacks to run bottles. */
export interface DoctorDocument {
  /** Whether no check fails. */
  readonly ok: boolean
  /** The checks, of the host first. */
  readonly checks: readonly JsonCheck[]
  /** The errors of the bottle files. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** One thing that was looked at. */
export interface JsonCheck {
  /** What was looked at, such as `gvproxy` or `socket folder`. */
  readonly name: string
  /** The bottle that it is about; absent of the host itself. */
  readonly slug?: string | undefined
  /** `ok`, `warning`, `failed` or `skipped`. */
  readonly state: string
  /** What was found. */
  readonly found: string
  /** What to do about it. */
  readonly advice?: string | undefined
}

/** What any command prints in place of its document when it ends with 64 or 70. */
export interface FailureDocument {
  /** False. */
  readonly ok: boolean
  /** The exit code: 64 for wrong usage, 70 for a bug in bottleworks. */
  readonly exit: number
  /** What is wrong. */
  readonly message: string
  /** What is right instead; of a bug, where it is. */
  readonly advice: readonly string[]
}
