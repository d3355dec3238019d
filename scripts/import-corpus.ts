import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ts } from 'ts-morph'
import { importSmolfiles } from '../src/adopt.ts'
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts'
import { escapeControls } from '../src/diagnostic/text.ts'
import { dialectOf } from '../src/smolfile/dialects.ts'
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
  const verdicts = []
  for (const path of paths) {
    const verdict = await importOne(path)
    verdicts.push(verdict)
    const { fault, fixedPoint, acknowledged = [] } = verdict
    const parts = [
      fault === undefined ? 'faithful  ' : 'unfaithful',
      fixedPoint === true ? 'fixed point   ' : 'no fixed point',
      escapeControls(path),
      ...(acknowledged.length > 0 ? [`acknowledges ${acknowledged.join(', ')}`] : []),
      ...(fault === undefined ? [] : [`(${fault})`]),
    ]
    console.log(parts.join('  '))
  }
  const bad = verdicts.filter(({ fault, fixedPoint }) => fault !== undefined || !fixedPoint)
  const acknowledging = verdicts.filter(({ acknowledged = [] }) => acknowledged.length > 0)
  console.log(
    `${paths.length} Smolfiles: ${paths.length - bad.length} faithful and a fixed point, ${bad.length} not, ${acknowledging.length} acknowledge a rule`,
  )
  return bad.length === 0 && paths.length > 0 ? 0 : 1
}

interface Verdict {
  /** What is not faithful. */
  readonly fault?: string
  readonly fixedPoint?: boolean
  readonly acknowledged?: readonly string[]
}

async function importOne(path: string): Promise<Verdict> {
  const project = mkdtempSync(join(tmpdir(), 'bottleworks-corpus-'))
  try {
    const original = readFileSync(path, 'utf8')
    const first = await importSmolfiles([{ name: path, text: original }], { project })
    const [imported] = first.imported
    if (imported === undefined) return { fault: reason(first.diagnostics) }
    const { dialect, slug, acknowledged } = imported
    const { applied, diagnostics } = await synth({ project, strict: true })
    if (!applied) return { fault: reason(diagnostics), acknowledged }
    const name = join(project, 'smolfiles', slug, 'Smolfile')
    const text = readFileSync(name, 'utf8')
    const { parse, normalize } = dialectOf(dialect)
    const same = isDeepStrictEqual(parse(text), normalize(parse(original)))
    const again = await importSmolfiles([{ name, text }], { project, as: slug, force: true })
    const source = again.imported[0]?.source ?? ''
    const fixedPoint = withoutComments(source) === withoutComments(imported.source)
    return { ...(same ? {} : { fault: 'the documents differ' }), fixedPoint, acknowledged }
  } finally {
    rmSync(project, { recursive: true })
  }
}

/** The comments of a Smolfile are in the bottle file, and not in the Smolfile that it gives. */
function withoutComments(source: string): string {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022)
  return ts.createPrinter({ removeComments: true }).printFile(file)
}

function reason(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message }) => `${code} ${message}`).join('; ')
}
