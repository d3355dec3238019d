import { join } from 'node:path'
import type { Strictness } from './strictness.ts'
import { apiTypes } from './visible-files.ts'

/** The version of the language that the engine has. */
export const language = 'es2023'

/** What holds whatever a project says: what the sandbox has, and that nothing is written. */
const sandboxed = {
  target: 'es2022',
  // The sandbox takes every file for a module, whatever package.json says.
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  // What the engine has: no Node.js and no browser.
  lib: [language],
  types: [],
  // A path names the file that is there, which is read as it is named.
  preserveSymlinks: true,
  skipLibCheck: true,
  allowJs: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  noEmit: true,
} as const

/** The path at which the compiler finds its settings: none that a bottle can import. */
export function settingsPath(project: string): string {
  return join(project, 'bottleworks.settings')
}

/** The compiler's settings for bottle files of a project. */
export function makeSettings(
  project: string,
  files: readonly string[],
  strictness: Strictness,
): object {
  return {
    compilerOptions: {
      ...strictness,
      ...sandboxed,
      // As in the sandbox: the running tool's authoring language, never a copy in the project.
      paths: apiTypes(),
    },
    files: files.map((file) => join(project, file)),
    include: [],
  }
}
