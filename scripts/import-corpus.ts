import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ts } from 'ts-morph'
import type { Imported, ImportedText } from '../src/codemod/import-smolfiles.ts'
import { importSmolfiles } from '../src/codemod/import-smolfiles.ts'
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts'
import { escapeControls } from '../src/diagnostic/text.ts'
import { dialectOf } from '../src/dialects/dialects.ts'
import { synth } from '../src/synth.ts'

/** Imports every file of a folder, synthesizes it, compares, and imports it again. */
const [folder] = process.argv.slice(2)
if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error('usage: npm run import:corpus -- DIR, a folder of Smolfiles')
  process.exitCode = 64
} else {
  process.exitCode = await importCorpus(folder)
}

async function importCorpus(folder: string): Promise<number> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  const verdicts = await importTogether(paths)
  for (const [path, { fault, fixedPoint, acknowledged = [] }] of verdicts) {
    const parts = [
      fault === undefined ? 'faithful  ' : 'unfaithful',
      fixedPoint === true ? 'fixed point   ' : 'no fixed point',
      escapeControls(path),
      ...(acknowledged.length > 0 ? [`acknowledges ${acknowledged.join(', ')}`] : []),
      ...(fault === undefined ? [] : [`(${fault})`]),
    ]
    console.log(parts.join('  '))
  }
  const all = [...verdicts.values()]
  const bad = all.filter(({ fault, fixedPoint }) => fault !== undefined || !fixedPoint).length
  const open = all.filter(({ acknowledged = [] }) => acknowledged.length > 0).length
  console.log(
    `${all.length} Smolfiles: ${all.length - bad} faithful and a fixed point, ${bad} not; ${open} acknowledge a rule`,
  )
  return bad === 0 && all.length > 0 ? 0 : 1
}

interface Verdict {
  /** The difference that was found. */
  readonly fault?: string
  readonly fixedPoint?: boolean
  readonly acknowledged?: readonly string[]
}

/** All in one project; those that cannot be imported beside the others, such as namesakes, alone. */
async function importTogether(paths: readonly string[]): Promise<ReadonlyMap<string, Verdict>> {
  const project = mkdtempSync(join(tmpdir(), 'bottleworks-corpus-'))
  try {
    const texts = paths.map((name) => ({ name, text: readFileSync(name, 'utf8') }))
    const { ok, imported, diagnostics } = await importSmolfiles(texts, { project })
    if (ok) return await compare(project, texts, imported)
    if (paths.length === 1)
      return new Map(paths.map((path) => [path, { fault: reason(diagnostics) }]))
    const refused = new Set(diagnostics.map(({ origin }) => origin?.file))
    const good = paths.filter((path) => !refused.has(path))
    const groups = good.length === paths.length ? [] : [good]
    const alone = paths.filter((path) => groups.length === 0 || refused.has(path))
    const verdicts = new Map<string, Verdict>()
    for (const group of [...groups, ...alone.map((path) => [path])]) {
      for (const [path, verdict] of await importTogether(group)) verdicts.set(path, verdict)
    }
    return new Map(paths.map((path) => [path, verdicts.get(path) ?? {}]))
  } finally {
    rmSync(project, { recursive: true })
  }
}

/** Synthesizes the project, compares each document, and imports each Smolfile again. */
async function compare(
  project: string,
  texts: readonly ImportedText[],
  imported: readonly Imported[],
): Promise<ReadonlyMap<string, Verdict>> {
  const { applied, diagnostics } = await synth({ project, strict: true })
  if (!applied) return new Map(texts.map(({ name }) => [name, { fault: reason(diagnostics) }]))
  const written = imported.map(({ slug }) => {
    const name = join(project, 'smolfiles', slug, 'Smolfile')
    return { name, text: readFileSync(name, 'utf8') }
  })
  const again = await importSmolfiles(written, { project, force: true })
  return new Map(
    imported.map(({ name, dialect, source, acknowledged }, index) => {
      const { parse, normalize } = dialectOf(dialect)
      const [before = '', after = ''] = [texts[index]?.text, written[index]?.text]
      const same = isDeepStrictEqual(parse(after), normalize(parse(before)))
      const second = again.imported[index]?.source ?? ''
      const fixedPoint = withoutComments(second) === withoutComments(source)
      const verdict = {
        ...(same ? {} : { fault: 'the documents differ' }),
        fixedPoint,
        acknowledged,
      }
      return [name, verdict] as const
    }),
  )
}

/** The comments of a Smolfile are in the bottle file, and not in the Smolfile that it gives. */
function withoutComments(source: string): string {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022)
  return ts.createPrinter({ removeComments: true }).printFile(file)
}

function reason(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message }) => `${code} ${message}`).join('; ')
}
