import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt, packageFile } from '../../files/package-files.ts'

/** The defaults where a project says nothing. */
const sensible = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
}

/** The settings that the sandbox requires, whatever a project says. */
const sandboxed = {
  target: 'es2022',
  // The sandbox takes every file for a module, whatever package.json says.
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  // What the engine has: no Node.js and no browser.
  lib: ['es2023'],
  noLib: false,
  types: [],
  // A path names the file that is there.
  noResolve: false,
  rootDirs: null,
  moduleSuffixes: null,
  skipLibCheck: true,
  allowJs: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
} as const

/**
 * The options that a project may not choose. A setting that is about output alone is taken back,
 * and not only what would have an effect: the compiler objects to one without the other that it
 * goes with, and wants all files to be in a folder when it is told where they go.
 */
const silent = {
  noEmit: true,
  incremental: false,
  composite: false,
  tsBuildInfoFile: null,
  emitDeclarationOnly: false,
  declaration: false,
  declarationDir: null,
  declarationMap: false,
  isolatedDeclarations: false,
  outDir: null,
  outFile: null,
  rootDir: null,
  sourceMap: null,
  inlineSourceMap: null,
  inlineSources: null,
  mapRoot: null,
  sourceRoot: null,
  generateTrace: null,
  generateCpuProfile: null,
  listFiles: false,
  listEmittedFiles: false,
  explainFiles: false,
  traceResolution: false,
  diagnostics: false,
  extendedDiagnostics: false,
  plugins: [],
} as const

/** The settings for older compilers that are an error to this one. */
const outdated = {
  baseUrl: null,
  alwaysStrict: null,
  esModuleInterop: null,
  allowSyntheticDefaultImports: null,
  downlevelIteration: null,
} as const

/** The compiler's settings for the bottle files of a project; null takes back what it says. */
export function makeSettings(project: string, files: readonly string[]): object {
  const own = join(project, 'tsconfig.json')
  const hasOwn = existsSync(own)
  return {
    ...(hasOwn ? { extends: own } : {}),
    compilerOptions: {
      ...(hasOwn ? {} : sensible),
      ...outdated,
      ...silent,
      ...sandboxed,
      // As in the sandbox: the running tool's authoring language, never a copy in the project.
      paths: { bottleworks: [apiTypes()] },
    },
    files: files.map((file) => join(project, file)),
    include: [],
    references: [],
  }
}

/** The authoring language's types: as built, or the source when the tool runs from source. */
function apiTypes(): string {
  return fileURLToPath(packageFile(isBuilt ? 'dist/index.d.ts' : 'src/index.ts'))
}
