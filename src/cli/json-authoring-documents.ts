/** The documents of the commands that write bottle files, as those of json-documents.ts. */
import type { JsonDiagnostic } from './json-documents.ts'

/** One Smolfile that was imported. */
export interface JsonImported {
  /** The Smolfile as it was named. */
  readonly from: string
  /** The bottle's slug. */
  readonly slug: string
  /** The dialect. */
  readonly dialect: string
  /** The bottle file, relative to the project. */
  readonly path: string
  /** Whether synth writes the Smolfile byte for byte. */
  readonly identical: boolean
  /** What rules object to in the Smolfile; synth reports it of the bottle. */
  readonly objections: readonly JsonDiagnostic[]
}

/** One Smolfile that was not imported. */
export interface JsonRefused {
  /** The Smolfile as it was named. */
  readonly from: string
  /** Why it cannot be imported. */
  readonly objections: readonly JsonDiagnostic[]
}

/** What `bottle import` wrote. */
export interface ImportDocument {
  /** Whether all Smolfiles were imported. */
  readonly ok: boolean
  /** The Smolfiles that were imported, and the bottle files made of them. */
  readonly bottles: readonly JsonImported[]
  /** The Smolfiles that cannot be imported. With `--all-or-none` the others were not either. */
  readonly refused: readonly JsonRefused[]
  /** Why Smolfiles were not imported, and what is wrong with the project; sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** A string in a bottle file that has the slug in it. */
export interface JsonString {
  /** Its line, counted from 1. */
  readonly line: number
  /** The string before. */
  readonly before: string
  /** The string after. */
  readonly after: string
}

/** What `bottle new` wrote. */
export interface NewDocument {
  /** Whether the bottle file was written. */
  readonly ok: boolean
  /** The bottle file, relative to the project; absent when nothing was written. */
  readonly written?: string | undefined
  /** With `--from`: the strings that were changed with the slug. */
  readonly changed: readonly JsonString[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** A file that was there and lacked something. */
export interface JsonEdited {
  /** Its path, relative to the project. */
  readonly path: string
  /** Each change in words. */
  readonly changes: readonly string[]
}

/** What `bottle init` wrote. */
export interface InitDocument {
  /** Whether all was written that was lacking. */
  readonly ok: boolean
  /** The files that were written, relative to the project. */
  readonly written: readonly string[]
  /** The files that were there and lacked something, which they have now. */
  readonly edited: readonly JsonEdited[]
  /** The files that were there and are as they were. */
  readonly kept: readonly string[]
  /** What is still to be done by hand: commands, and changes that init does not make. */
  readonly next: readonly string[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** What `bottle rename` changed. */
export interface RenameDocument {
  /** Whether the bottle was renamed. */
  readonly ok: boolean
  /** The files that were written, relative to the project. */
  readonly written: readonly string[]
  /** The strings that were changed with the slug. */
  readonly changed: readonly JsonString[]
  /** The strings that were left as they are. */
  readonly kept: readonly JsonString[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** What `bottle rm` removed. */
export interface RemoveDocument {
  /** Whether the bottle was removed. */
  readonly ok: boolean
  /** The bottle file, and its Smolfile if it had one, relative to the project. */
  readonly removed: readonly string[]
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** What `bottle set` or `bottle unset` changed. */
export interface SetDocument {
  /** Whether the setting is as it was asked for. */
  readonly ok: boolean
  /** The file that was edited, relative to the project; absent when nothing was. */
  readonly edited?: string | undefined
  /** All errors and warnings, sorted by file and line. */
  readonly diagnostics: readonly JsonDiagnostic[]
}
