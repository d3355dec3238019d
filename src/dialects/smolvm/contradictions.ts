import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import type { SmolvmDocument } from './document.ts'

/** Checks that smolvm can start the copies as they are planned. */
export function checkCopies(document: SmolvmDocument): readonly Problem[] {
  return (['fork', 'branch'] as const).flatMap((name) => {
    const { enabled, pool_size, cuda_vram_limit_mib: limit } = document[name] ?? {}
    const path = `${name}.pool_size`
    const problems: Problem[] = []
    if (pool_size === 0)
      problems.push(errorAt('BW051', path, `${path} is 0; it must be at least 1`))
    if (pool_size !== undefined && document.cuda !== true && document.auto_graph !== true) {
      problems.push(errorAt('BW051', path, `${path} needs cuda or auto_graph`))
    }
    if (pool_size !== undefined && enabled === false) {
      problems.push(errorAt('BW051', path, `${path} enables what ${name}.enabled turns off`))
    }
    if (limit !== undefined && pool_size === undefined) {
      const limitPath = `${name}.cuda_vram_limit_mib`
      problems.push(errorAt('BW051', limitPath, `${limitPath} needs ${path}`))
    }
    return problems
  })
}

/** Checks that nothing is set in two places of which only one can apply. */
export function checkTwice(document: SmolvmDocument): readonly Problem[] {
  const { fork, branch, artifact, pack, dev } = document
  const pairs = [
    ['fork', fork, 'branch', branch, 'they are one table, and smolvm refuses both'],
    ['artifact', artifact, 'pack', pack, 'they are one table, and nothing says which holds'],
    ...(['ports', 'volumes', 'init'] as const).map(
      (key) =>
        [
          key,
          nonEmpty(document[key]),
          `dev.${key}`,
          nonEmpty(dev?.[key]),
          'those of dev replace the others without a word',
        ] as const,
    ),
  ] as const
  return pairs.flatMap(([first, one, second, other, why]) => {
    if (one === undefined || other === undefined) return []
    return [errorAt('BW052', second, `${first} and ${second} are both set; ${why}`)]
  })
}

function nonEmpty(list: readonly string[] | undefined): readonly string[] | undefined {
  return list?.length === 0 ? undefined : list
}
