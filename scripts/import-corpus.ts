import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ts } from 'ts-morph'
import type { Imported, ImportedText } from '../src/codemod/import-smolfiles.ts'
import { importSmolfiles } from '../src/codemod/import-smolfiles.ts'
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts'
import { hasErrors } from '../src/diagnostic/diagnostic.ts'
import { escapeControls } from '../src/diagnostic/text.ts'
import { dialectOf } from '../src/dialects/dialects.ts'
import { plainLines } from '../src/smolfile/toml-parse.ts'
import { synth } from '../src/synth.ts'

/** A slug, and a socket, that two files have. */
const inCommon: ReadonlySet<string> = new Set(['BW003', 'BW013'])

/** Imports every file of a folder, synthesizes it, compares, and imports it again. */
const [folder] = process.argv.slice(2)
if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error('usage: npm run import:corpus -- DIR, a folder of Smolfiles')
  process.exitCode = 64
} else {
  process.exitCode = await importCorpus(folder)
}

/** What became of a file: it came back as it was, it did not, or there is a reason to go no further. */
interface Verdict {
  readonly kind: 'same' | 'changed' | 'open' | 'refused'
  /** The codes of what rules object to. */
  readonly codes?: readonly string[]
  /** The difference, or why there is nothing to compare. */
  readonly reason?: string
}

async function importCorpus(folder: string): Promise<number> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  const verdicts = await importTogether(paths)
  for (const [path, { kind, codes = [], reason }] of verdicts) {
    const objections = codes.length === 0 ? [] : [`objections: ${codes.join(', ')}`]
    const parts = [
      kind.padEnd(7),
      path,
      ...objections,
      ...(reason === undefined ? [] : [`(${reason})`]),
    ]
    console.log(parts.map(escapeControls).join('  '))
  }
  const numberOf = (kind: Verdict['kind']) =>
    [...verdicts.values()].filter((each) => each.kind === kind).length
  console.log(
    `${paths.length} files: ${numberOf('same')} the same again, ${numberOf('open')} imported with errors that synth reports, ${numberOf('refused')} not imported, ${numberOf('changed')} changed on the way`,
  )
  return numberOf('changed') === 0 && paths.length > 0 ? 0 : 1
}

/** All in one project; namesakes, which cannot be in one, each alone. */
async function importTogether(paths: readonly string[]): Promise<ReadonlyMap<string, Verdict>> {
  const project = mkdtempSync(join(tmpdir(), 'bottleworks-corpus-'))
  try {
    const texts = paths.map((name) => ({ name, text: readFileSync(name, 'utf8') }))
    const { imported, refused } = await importSmolfiles(texts, { project })
    const isNamesake = (each: Diagnostic) => paths.length > 1 && inCommon.has(each.code)
    const [alone, bad] = partition(refused, (each) => each.diagnostics.some(isNamesake))
    const verdicts = new Map<string, Verdict>(await compare(project, texts, imported))
    for (const { name, diagnostics } of bad) {
      verdicts.set(name, { kind: 'refused', reason: reasonOf(diagnostics) })
    }
    for (const { name } of alone) {
      for (const [path, verdict] of await importTogether([name])) verdicts.set(path, verdict)
    }
    return new Map(paths.map((path) => [path, verdicts.get(path) ?? { kind: 'changed' }]))
  } finally {
    rmSync(project, { recursive: true })
  }
}

/** Synthesizes the project, compares each document, and imports each Smolfile again. */
async function compare(
  project: string,
  texts: readonly ImportedText[],
  imported: readonly Imported[],
): Promise<readonly (readonly [string, Verdict])[]> {
  const [open, good] = partition(imported, ({ objections }) => hasErrors(objections))
  const { bottles, diagnostics } = await synth({ project, keepGoing: true })
  const textOf = (wanted: string) => texts.find(({ name }) => name === wanted)?.text ?? ''
  const fileOf = (slug: string) => join(project, 'smolfiles', slug, 'Smolfile')
  const made = new Set(bottles.map(({ slug }) => slug))
  const written = good.flatMap(({ slug }) =>
    made.has(slug) ? [{ name: fileOf(slug), text: readFileSync(fileOf(slug), 'utf8') }] : [],
  )
  const again = await importSmolfiles(written, { project, force: true })
  const sources = new Map(again.imported.map(({ name, source }) => [name, source]))
  return [...open, ...good].map((each) => {
    const { name, dialect, slug, source } = each
    const own = diagnostics.filter((diagnostic) => diagnostic.slug === slug)
    const codes = codesOf(each.objections)
    const verdict = (kind: Verdict['kind'], reason?: string): readonly [string, Verdict] => [
      name,
      { kind, codes, ...(reason === undefined ? {} : { reason }) },
    ]
    if (!isDeepStrictEqual(codesOf(own), codes)) {
      return verdict('changed', `synth reports ${reasonOf(own)}`)
    }
    if (hasErrors(own)) return verdict('open', reasonOf(own))
    const { parse, normalize } = dialectOf(dialect)
    const after = written.find((file) => file.name === fileOf(slug))?.text ?? ''
    const before = normalize(parse(plainLines(textOf(name))) as never)
    if (!isDeepStrictEqual(parse(after), before)) return verdict('changed', 'the documents differ')
    const second = sources.get(fileOf(slug)) ?? ''
    const isSame = isDeepStrictEqual(syntaxOf(second), syntaxOf(source))
    return isSame ? verdict('same') : verdict('changed', 'the bottle files differ')
  })
}

function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort()
}

function reasonOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message }) => `${code} ${message}`).join('; ')
}

/**
 * The syntax of a bottle file without its comments, and without the layout that they force: a
 * comment of a Smolfile is in the bottle file, and not in the Smolfile that it gives.
 */
function syntaxOf(source: string): unknown {
  const visit = (node: ts.Node): unknown => {
    const children: unknown[] = []
    ts.forEachChild(node, (child) => void children.push(visit(child)))
    return children.length > 0 ? [node.kind, children] : [node.kind, node.getText(file)]
  }
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022)
  return visit(file)
}

function partition<T>(all: readonly T[], test: (each: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((each) => !test(each))]
}
