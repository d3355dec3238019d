import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv'
import { describe, expect, it } from 'vitest'
import { catalogue, isDiagnosticCode } from '../../src/diagnostic/catalogue.ts'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import { namesInRepository } from '../../src/files/repository-names.ts'
import { sarifLog } from '../../src/review/output/sarif.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { makeProject } from '../support/project.ts'
import { readCase } from './case-trees.ts'

const cases = fileURLToPath(new URL('cases', import.meta.url))

/** The schema of the standard, which is of JSON Schema's draft 4, and what is wrong by it. */
const require = createRequire(import.meta.url)
const readJson = (name: string): object => JSON.parse(readFileSync(require.resolve(name), 'utf8'))
const ajv = new Ajv({ schemaId: 'auto', allErrors: true, format: 'full' })
ajv.addMetaSchema(readJson('ajv/lib/refs/json-schema-draft-04.json'))
const validate = ajv.compile(readJson('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'))

function wrongIn(log: unknown): readonly unknown[] {
  // As it is written to a file: what is undefined is not there.
  validate(JSON.parse(JSON.stringify(log)))
  return validate.errors ?? []
}

const hostile = 'a b?#%:\u202e\ud800["\n]\\{0}.ts'

/** One diagnostic of each code and of a policy, with every kind of place. */
const diagnostics: readonly Diagnostic[] = [
  ...Object.keys(catalogue).filter(isDiagnosticCode),
  'team/rule' as const,
].map((code, index) => ({
  code,
  severity: index % 2 === 0 ? 'error' : 'warning',
  message: `a [message] of {0} \\ ${hostile}`,
  ...(index % 3 === 0 ? {} : { slug: 'web', path: 'net[0].socket', hint: 'shorten it' }),
  ...[
    {},
    { origin: { file: `bottles/${hostile}`, line: 1, column: 1 } },
    { origin: { file: 'bottles/web.bottle.ts', line: 3 } },
    { origin: { file: '/elsewhere/Smolfile' } },
    { origin: { file: 'main:smolfiles/web/Smolfile', line: 2, inCommit: true } },
  ][index % 5],
}))

describe('by the schema of SARIF 2.1.0, right is', () => {
  it.each(readdirSync(cases))('the log of the review %s', (name) => {
    const { before, after } = readCase(join(cases, name))
    expect(wrongIn(sarifLog({ review: reviewTrees(before, after), version: '1.2.3' }))).toEqual([])
  })

  it('a log of every code at every kind of place, with what it was compared with', () => {
    const log = sarifLog({
      diagnostics,
      version: '1.2.3',
      base: { repository: '/a b', ref: 'main', commit: 'a'.repeat(40) },
      nameOf: namesInRepository(join(makeProject({ '.git/HEAD': '', 'apps/x/y': '' }), 'apps/x')),
      otherwise: 'package.json',
    })
    expect(wrongIn(log)).toEqual([])
    expect(log.runs[0]).toMatchObject({ automationDetails: { id: 'bottleworks/apps/x/' } })
    expect(log.runs[0]?.results).toHaveLength(diagnostics.length)
    expect(log.runs[0]?.results.every(({ locations = [] }) => locations.length > 0)).toBe(true)
  })

  it('a log of nothing', () => {
    expect(wrongIn(sarifLog({ version: '1.2.3' }))).toEqual([])
  })

  it('not what has another form', () => {
    const [run] = sarifLog({ diagnostics, version: '1.2.3' }).runs
    const broken = [
      { version: '2.1.0', runs: [{ ...run, tool: {} }] },
      { version: '2.0.0', runs: [run] },
      { version: '2.1.0', runs: [{ ...run, columnKind: 'bytes' }] },
      { version: '2.1.0', runs: [{ ...run, results: [{ message: { text: 'x' }, level: 'bad' }] }] },
      { version: '2.1.0', runs: [{ ...run, other: 1 }] },
    ]
    for (const log of broken) expect(wrongIn(log)).not.toEqual([])
  })
})
