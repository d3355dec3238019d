import { fileURLToPath } from 'node:url'
import { Project, ts } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import type { Row } from '../../src/language/rows.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What an editor shows of each name behind a dot or in braces, with the sources or as built. */
function hoverIn(index: string) {
  const project = new Project({
    tsConfigFilePath: `${root}tsconfig.json`,
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { paths: { bottleworks: [root + index] } },
  })
  const service = project.getLanguageService().compilerObject
  return (source: string, name: string) => {
    const text = `import { bottle, machine, virtioNet } from 'bottleworks'\n${source}\n`
    const file = project.createSourceFile(`${root}test/hovered.ts`, text, { overwrite: true })
    const info = service.getQuickInfoAtPosition(file.getFilePath(), text.lastIndexOf(name))
    return {
      signature: ts.displayPartsToString(info?.displayParts),
      doc: ts.displayPartsToString(info?.documentation),
      tags: (info?.tags ?? []).map((tag) => tag.name),
    }
  }
}

const starts = { 'claude-bottle': 'bottle', smolvm: 'machine' }

const methods = dialectNames.flatMap((dialect) =>
  Object.entries(dialectOf(dialect).rows).flatMap(([name, row]) =>
    row.method === false ? [] : [{ start: starts[dialect], name, row: row as Row }],
  ),
)

describe.each(['src/index.ts', 'dist/index.d.ts'])('what an editor shows, of %s', (index) => {
  const hover = hoverIn(index)

  it.each(methods)(
    '$start().$name has a short signature, and its text with an example',
    (method) => {
      const { start, name, row } = method
      const { signature, doc, tags } = hover(`${start}('x').${name}`, name)
      const builder = start === 'bottle' ? 'BottleBuilder' : 'MachineBuilder'
      expect(signature).toMatch(new RegExp(`^\\(property\\) ${name}: \\(.*\\) => ${builder}$`, 's'))
      expect(signature.length).toBeLessThan(130)
      if (row.kind === 'table') expect(signature).toContain(row.options)
      expect(doc).not.toBe('')
      expect(tags).toContain('example')
    },
  )

  it.each([
    ["machine('x').health({ interval: '1s' })", 'interval', 'Duration'],
    ["machine('x').fork({ cudaVramLimitMib: 1 })", 'cudaVramLimitMib', 'number'],
    ["machine('x').dev({ env: {} })", 'env:', 'Environment'],
    ["virtioNet({ allowHosts: ['a'] })", 'allowHosts', 'readonly string[]'],
    ['virtioNet({ credentials: [] })', 'credentials', 'readonly CredentialOptions[]'],
  ])('%s has options with types by their names', (source, name, type) => {
    expect(hover(source, name).signature).toContain(type)
  })
})
