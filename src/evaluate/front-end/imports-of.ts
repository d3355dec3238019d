import { compileSource } from './compile.ts'
import { needsProbe, survivors } from './probe.ts'
import { moduleKind, resolveImport } from './resolve.ts'

/**
 * The files that modules import, by the importing file; of what does not parse nothing is known.
 *
 * @param texts The modules, by their paths.
 * @param which Whether what is imported for its types alone counts as well.
 */
export async function importsOf(
  texts: ReadonlyMap<string, string>,
  which: 'values' | 'types as well' = 'values',
): Promise<ReadonlyMap<string, readonly string[]>> {
  const code = [...texts].filter(([file]) => moduleKind(file) === 'code')
  const survived = await survivors(code.map(([, text]) => text).filter(needsProbe))
  return new Map(
    code.map(([file, text]) => {
      if (needsProbe(text) && !survived.has(text)) return [file, []]
      const { imports, typeImports } = compileSource('code', text)
      const all = which === 'values' ? imports : [...imports, ...typeImports]
      const targets = all.flatMap(({ specifier }) => {
        const resolution = resolveImport(file, specifier)
        return resolution.ok ? [resolution.target] : []
      })
      return [file, targets]
    }),
  )
}
