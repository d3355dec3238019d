import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ts } from 'ts-morph'
import { expect } from 'vitest'
import type { Imported, ImportedText, ImportOptions } from '../../src/codemod/import-smolfiles.ts'
import { importSmolfiles } from '../../src/codemod/import-smolfiles.ts'
import type { DialectName, SmolfileDocument } from '../../src/dialects/dialects.ts'
import { dialectOf } from '../../src/dialects/dialects.ts'
import { plainLines } from '../../src/smolfile/toml-parse.ts'
import { synth } from '../../src/synth.ts'
import { memory } from './project.ts'

/** A Smolfile that became a bottle file, which became a Smolfile. */
export interface Synthesized extends Imported {
  /** The document of the Smolfile, as a bottle can say it. */
  readonly before: SmolfileDocument
  /** The document of the synthesized Smolfile. */
  readonly after: SmolfileDocument
  /** The synthesized Smolfile. */
  readonly smolfile: string
}

/** The same, and what becomes of the synthesized Smolfile. */
export interface RoundTrip extends Synthesized {
  /** The bottle file that the synthesized Smolfile gives. */
  readonly again: string
}

/** Imports the Smolfiles into a project of their own, which must go without an objection. */
export async function importAll(
  texts: readonly ImportedText[],
  options: ImportOptions & { readonly project: string },
): Promise<readonly Imported[]> {
  const { imported, diagnostics } = await importSmolfiles(texts, options)
  expect(diagnostics).toEqual([])
  expect(imported.map(({ name }) => name)).toEqual(texts.map(({ name }) => name))
  return imported
}

/** Goes there and back with all of `texts` in one project. */
export async function importAndSynth(
  texts: readonly ImportedText[],
): Promise<readonly Synthesized[]> {
  return inNewProject((project) => importAndSynthIn(project, texts))
}

/** Goes there, back, and there again with all of `texts` in one project. */
export async function roundTrip(texts: readonly ImportedText[]): Promise<readonly RoundTrip[]> {
  return inNewProject(async (project) => {
    const synthesized = await importAndSynthIn(project, texts)
    const written = synthesized.map(({ slug, smolfile }) => {
      return { name: join(project, 'smolfiles', slug, 'Smolfile'), text: smolfile }
    })
    const second = await importAll(written, { project, force: true })
    return synthesized.map((each, index) => ({ ...each, again: second[index]?.source ?? '' }))
  })
}

/** Works in an empty project, which is removed at the end. */
export async function inNewProject<T>(work: (project: string) => Promise<T>): Promise<T> {
  const project = mkdtempSync(join(memory, 'bottleworks-'))
  try {
    return await work(project)
  } finally {
    rmSync(project, { recursive: true })
  }
}

async function importAndSynthIn(project: string, texts: readonly ImportedText[]) {
  const imported = await importAll(texts, { project })
  const { applied, diagnostics } = await synth({ project })
  expect(applied, JSON.stringify(diagnostics)).toBe(true)
  const reported = diagnostics.map(({ slug, code }) => `${slug} ${code}`)
  const objected = imported.flatMap(({ slug, objections }) =>
    objections.map(({ code }) => `${slug} ${code}`),
  )
  expect(new Set(reported)).toEqual(new Set(objected))
  return imported.map((each, index): Synthesized => {
    const smolfile = readFileSync(join(project, 'smolfiles', each.slug, 'Smolfile'), 'utf8')
    return {
      ...each,
      before: documentOf(each.dialect, each.slug, texts[index]?.text ?? ''),
      after: dialectOf(each.dialect).parse(smolfile),
      smolfile,
    }
  })
}

/** The document in `text` as the bottle `slug` can say it. */
export function documentOf(dialect: DialectName, slug: string, text: string): SmolfileDocument {
  const { parse, normalize } = dialectOf(dialect)
  const read = parse(plainLines(text))
  return normalize('name' in read ? { ...read, name: `claude-bottle-${slug}` } : read)
}

/**
 * The syntax of a bottle file without its layout and its comments, which the Smolfile that it gives
 * does not have.
 */
export function syntaxOf(source: string): unknown {
  return syntaxOfNode(ts.createSourceFile('x.bottle.ts', source, ts.ScriptTarget.ES2022))
}

function syntaxOfNode(node: ts.Node): unknown {
  const kind = ts.SyntaxKind[node.kind]
  const children: unknown[] = []
  ts.forEachChild(node, (child) => void children.push(syntaxOfNode(child)))
  return children.length > 0 ? [kind, ...children] : [kind, (node as ts.LiteralLikeNode).text]
}
