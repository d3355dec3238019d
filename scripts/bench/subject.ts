export type Command = readonly [file: string, ...argv: string[]]

/** Files by their paths. */
export type Files = Readonly<Record<string, string>>

/** What is measured: one program in one state of its folder. */
export interface Subject {
  /** The name of the program, which subjects in several states share. */
  readonly program: string
  readonly state: State
  readonly command: Command
  readonly environment?: Readonly<Record<string, string>>
  /** Throws unless its last run has written what it should. */
  verify?(): void
  /**
   * Puts the folder into the state before a run, which is not measured.
   *
   * @param run The number of runs before this one, warm-up included.
   */
  prepare(run: number): void
}

/** Cold is without any output, and for what keeps something between runs without that as well. */
export type State = 'cold' | 'nothing changed' | 'one changed'

export const states: readonly State[] = ['cold', 'nothing changed', 'one changed']

/** A program that turns N definitions, each in a file of its own, into N files of text. */
export interface Program {
  readonly name: string
  /** What is said of it beside the table. */
  readonly note: string
  /** The most definitions that it is measured with. Default: 1,000. */
  readonly most?: number
  /** Whether it writes the document in a form of its own, and not the text that is expected. */
  readonly hasOwnForm?: boolean
  /** The files that it needs for the definitions of these slugs. */
  files(slugs: readonly string[]): Files
  /** The one file that an edit of a definition changes. */
  definition(slug: string, task: number): readonly [path: string, text: string]
  /** @param folder The folder that its files are in; it writes to `out` there. */
  command(folder: string, slugs: readonly string[]): Command
}

/** Returns the path of the file that a program writes for a definition. */
export function outputOf(slug: string): string {
  return `out/${slug}/Smolfile`
}
