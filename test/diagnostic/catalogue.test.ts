import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CodeExample } from '../../src/diagnostic/catalogue/code-entry.ts'
import type { DiagnosticCode } from '../../src/diagnostic/catalogue.ts'
import { catalogue, diagnosticCodes, isAcknowledgeable } from '../../src/diagnostic/catalogue.ts'
import { exampleText } from '../../src/diagnostic/code-help.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { checkTypes } from '../../src/evaluate/types/check-types.ts'
import { openContext } from '../support/context.ts'
import { makeProject, makeSharedProject, writeProject } from '../support/project.ts'
import type { Place } from './set-ups.ts'
import { load, setUps } from './set-ups.ts'

/** Nobody can be asked to show a bug. */
const unshown: DiagnosticCode = 'BW900'

/** The other codes that a bad example cannot but give. */
const alsoGiven: Partial<Record<DiagnosticCode, readonly string[]>> = {
  // What is refused with TSI is beside the TSI that is warned of.
  BW056: ['BW060'],
}

const source = new URL('../../src', import.meta.url).pathname
const folder = makeSharedProject()
const context = openContext(makeSharedProject())
const place = (): Place => ({ context: context(), folder })

function slugIn(bottle: string): string {
  return /\b(?:bottle|machine)\('([^']+)'\)/.exec(bottle)?.[1] ?? ''
}

/** The codes that an example gives, each once. */
async function codesOf(example: CodeExample): Promise<readonly string[]> {
  if ('setup' in example) throw new Error('a set-up has a function of its own')
  const codes =
    'bottle' in example
      ? await load(place(), { [`bottles/${slugIn(example.bottle)}.bottle.ts`]: example.bottle })
      : vetSmolfile('Smolfile', example.smolfile, example.dialect).diagnostics.map(
          ({ code }) => code,
        )
  return [...new Set(codes)]
}

const isSetUp = (code: DiagnosticCode) => 'setup' in catalogue[code].bad

describe('the example of', () => {
  it.each(diagnosticCodes.filter((code) => !isSetUp(code)))('%s shows it', async (code) => {
    const { bad, good } = catalogue[code]
    expect((await codesOf(bad)).toSorted()).toEqual([code, ...(alsoGiven[code] ?? [])])
    expect(await codesOf(good)).toEqual([])
  })
})

describe.concurrent('the set-up of', () => {
  const codes = diagnosticCodes.filter((code) => isSetUp(code) && code !== unshown)

  it.each(codes)('%s shows it', { timeout: 60_000 }, async (code) => {
    const setUp = setUps[code]
    if (setUp === undefined) throw new Error(`${code} has no function in set-ups.ts`)
    const [bad, good] = await Promise.all([setUp('bad', place()), setUp('good', place())])
    expect(bad).toContain(code)
    expect(good).toEqual([])
  })

  it('is there for no other code', ({ expect }) => {
    expect(Object.keys(setUps)).toEqual(codes)
  })
})

describe('the entry of', () => {
  it.each(diagnosticCodes)('%s reads well in a terminal of 80 columns', (code) => {
    const { title, why, bad, good, accept, upstream } = catalogue[code]
    expect(title).toMatch(/^(?:[a-z]|TSI |NO_PROXY )/)
    expect(`${code}: ${title}`.length).toBeLessThanOrEqual(72)
    expect(title).not.toMatch(/\.$/)
    for (const prose of [why, accept, upstream].filter((text) => text !== undefined)) {
      expect(prose).toMatch(/^["A-Z`a-z].*[.]$/)
      expect(prose.match(/[.](?= [A-Z`]|$)/g)?.length).toBeLessThanOrEqual(3)
    }
    for (const example of [bad, good]) {
      expect('setup' in example).toBe('setup' in bad)
      for (const line of exampleText(example).split('\n')) {
        if (!('setup' in example)) expect(line.length, line).toBeLessThanOrEqual(76)
      }
    }
  })

  it.each(diagnosticCodes)('%s is needed: the source gives the code', (code) => {
    expect(sourceText).toMatch(new RegExp(`['"\`]${code}\\b`))
  })

  it('can be acknowledged only when it is a warning', () => {
    for (const code of diagnosticCodes.filter(isAcknowledgeable)) {
      expect(catalogue[code].severity, code).toBe('warning')
    }
  })
})

describe('the severity of a code', () => {
  /** What states a severity of its own. The list is to get shorter. */
  const literal = /severity: '(error|warning)'/

  it('comes from the catalogue', () => {
    const found = sourceFiles().flatMap(([path, text]) => (literal.test(text) ? [path] : []))
    expect(found).toEqual([])
  })
})

describe('the catalogue', () => {
  it('has each code in one file alone, in order', () => {
    const areas = join(source, 'diagnostic/catalogue')
    const found = readdirSync(areas).flatMap((file) => {
      const text = readFileSync(join(areas, file), 'utf8')
      const codes = [...text.matchAll(/^ {2}(BW\d{3}): \{$/gm)].map(([, code = '']) => code)
      expect(codes, file).toEqual([...codes].sort())
      return codes
    })
    expect(found.sort()).toEqual(diagnosticCodes)
  })

  it('has examples whose good bottles compile in strict mode', async () => {
    const project = makeProject()
    const files = diagnosticCodes.flatMap((code) => {
      const { good } = catalogue[code]
      if (!('bottle' in good)) return []
      const path = `bottles/${code}.bottle.ts`
      writeProject(project, { [path]: good.bottle })
      return [path]
    })
    expect(files.length).toBeGreaterThan(20)
    expect(await checkTypes(project, files)).toMatchObject({ errors: [], isGeneral: false })
  })
})

/** The code of `src/` outside of the catalogue, without what comments say. */
let sourceText = ''

beforeAll(() => {
  sourceText = sourceFiles()
    .map(([, text]) => text)
    .join('\n')
})

function sourceFiles(): readonly (readonly [path: string, text: string])[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('diagnostic/catalogue'))
    .map((path) => {
      const text = readFileSync(join(source, path), 'utf8')
      return [path, text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')]
    })
}
