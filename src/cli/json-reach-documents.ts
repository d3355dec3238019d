/** The documents of the commands that say what bottles can get at, as those of json-documents.ts. */
import type { JsonBase, JsonDiagnostic } from './json-documents.ts'

/** A setting that grants something. */
export interface JsonSetting {
  /** The setting, such as `network.allow_hosts[0]`. */
  readonly path: string
  /** The file in which it is made, relative to the project; not looked for where many bottles can. */
  readonly file?: string | undefined
  /** The line, counted from 1. */
  readonly line?: number | undefined
  /** The column, counted from 1. */
  readonly column?: number | undefined
}

/** One thing that a bottle can get at. */
export interface JsonReached {
  /**
   * `network` (what carries packets), `loopback` (the host's own), `addresses`, `names`, `dns`,
   * `gateway`, `published`, `files`, `secrets`, `credentials`, `devices`, `agent`, `variables` or
   * `user` (root in the guest).
   */
  readonly part: string
  /** What it is, in words that a ceiling takes too, but for `network` and `loopback`. */
  readonly what: string
  /** What it depends on; absent when it is so whatever else is. */
  readonly depends?: string | undefined
  /** What to know of it beside. */
  readonly note?: string | undefined
  /** The settings that grant it. */
  readonly by: readonly JsonSetting[]
}

/** Something that a bottle can get at and something else cannot. */
export interface JsonBeyond {
  /** As in JsonReached, but for `network`. */
  readonly part: string
  /** What it is, in the tool's own words. */
  readonly what: string
  /** The settings that grant it; of what was lost, those that did. */
  readonly by: readonly JsonSetting[]
}

/** What one bottle can get at. */
export interface JsonBottleReach {
  /** The bottle's slug. */
  readonly slug: string
  /** The dialect. */
  readonly dialect: string
  /** The bottle file, relative to the project; absent of one that was removed. */
  readonly source?: string | undefined
  /** With `--base`: `added`, `removed`, `renamed` or `kept`. */
  readonly state?: string | undefined
  /** The slug that a renamed bottle had. */
  readonly from?: string | undefined
  /** All that it can get at; absent of one that was removed. What is not here is closed. */
  readonly reach?: readonly JsonReached[] | undefined
  /** With `--base`: what it can get at now. */
  readonly gained?: readonly JsonBeyond[] | undefined
  /** With `--base`: what it could get at. */
  readonly lost?: readonly JsonBeyond[] | undefined
  /** With `--within`: what is above the ceiling. */
  readonly above?: readonly JsonBeyond[] | undefined
}

/** What bottles can get at. */
export interface ReachDocument {
  /** Whether there are no errors, and with `--within` nothing is above the ceiling. */
  readonly ok: boolean
  /** What `--assume` has taken for granted. */
  readonly assumes: readonly string[]
  /** The commit of `--base`; absent without it, and when it cannot be read. */
  readonly base?: JsonBase | undefined
  /** The bottles, by their slugs; absent when none could be looked at. */
  readonly bottles?: readonly JsonBottleReach[] | undefined
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** What one bottle answers. */
export interface JsonAnswer {
  /** The bottle's slug. */
  readonly slug: string
  /** The dialect. */
  readonly dialect: string
  /** The bottle file, relative to the project. */
  readonly source: string
  /** `yes`, `no` or `depends`. */
  readonly answer: string
  /**
   * What it goes through, up to where it is stopped: `guest`, then `virtio-net`, `tsi` or `gvproxy`,
   * `proxy` where the host puts credentials into requests, and `host`.
   */
  readonly way: readonly string[]
  /** Why, in the tool's own words. */
  readonly why: string
  /** The settings that decide. */
  readonly by: readonly JsonSetting[]
  /** What is taken for granted. */
  readonly assumes: readonly string[]
  /** What decides, where the answer depends on what no document says. */
  readonly depends?: string | undefined
}

/** Whether bottles can do one thing. */
export interface CanDocument {
  /** Whether there are no errors, and with `--expect` every answer is the expected one. */
  readonly ok: boolean
  /** The question: `tcp`, `udp`, `dns`, `read`, `write` or `secret`. */
  readonly question: string
  /** What it is about, as it was given. */
  readonly target: string
  /** What was expected; absent without `--expect`. */
  readonly expected?: string | undefined
  /** The answers, by slug. */
  readonly bottles: readonly JsonAnswer[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}
