import { join } from 'node:path'
import type { Strictness } from './strictness.ts'
import { apiTypes } from './visible-files.ts'

/** What holds whatever a project says: what the sandbox has, and that nothing is written. */
const sandboxed = {
  target: 'es2022',
  // The sandbox takes every file for a module, whatever package.json says.
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  // The types of the language are a file among the others: what the engine has, no Node.js and no browser.
  noLib: true,
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

/** The path of settings that name no file of the project. */
export function ownSettingsPath(project: string): string {
  return join(project, 'bottleworks.own.settings')
}

/** The compiler's settings for what every program has: the types of the language and of the tool. */
export function makeOwnSettings(project: string, library: string): object {
  const files = [library, ...Object.values(apiTypes()).flat()]
  return { ...makeSettings(project, [], {}, library), files }
}

/**
 * The compiler's settings for bottle files of a project.
 *
 * @param library Path of the types of the language.
 */
export function makeSettings(
  project: string,
  files: readonly string[],
  strictness: Strictness,
  library: string,
): object {
  return {
    compilerOptions: {
      ...strictness,
      ...sandboxed,
      // As in the sandbox: the running tool's authoring language, never a copy in the project.
      paths: apiTypes(),
    },
    files: [library, ...files.map((file) => join(project, file))],
    include: [],
  }
}
