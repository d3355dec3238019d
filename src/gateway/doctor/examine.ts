/**
 * Whether this host can run the bottles as they were synthesized. Reads, and asks programs for
 * their versions; nothing is changed.
 */
import { posix } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { sortDiagnostics } from '../../diagnostic/diagnostic.ts'
import { companionName } from '../../dialects/companion.ts'
import { dialectNames, dialectOf } from '../../dialects/dialects.ts'
import { openProject } from '../../project/open-project.ts'
import { claimOf, otherSockets } from '../claims.ts'
import type { Synthesized } from './bottle-checks.ts'
import { checkBottle } from './bottle-checks.ts'
import type { Check } from './check.ts'
import { checkHost } from './host-checks.ts'

export interface Examination {
  readonly checks: readonly Check[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Examines the host for the bottle `slug`, or for all.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function examine(
  slug: string | undefined,
  { project = '.', out }: { readonly project?: string; readonly out?: string | undefined },
): Promise<Examination> {
  return openProject({ project }, async (context) => {
    const outOption = out === undefined ? {} : { out }
    // The sockets of all bottles say whether a folder is one bottle's alone.
    const planned = await context.plan({ keepGoing: true, types: false, ...outOption })
    const { plan, bottles, diagnostics: all } = planned
    const chosen = bottles.filter((bottle) => slug === undefined || bottle.slug === slug)
    const diagnostics =
      slug !== undefined && chosen.length === 0
        ? (await context.load({ only: [slug] })).diagnostics
        : all
    const current = new Set(
      plan?.entries.flatMap((entry) => (entry.action === 'unchanged' ? [entry.slug] : [])),
    )
    const synthesized = chosen.flatMap((bottle): readonly Synthesized[] => {
      const socket = claimOf(bottle, 'socket')
      if (socket === undefined) return []
      const others = otherSockets(bottles, bottle)
      const place = { slug: bottle.slug, socket, others, project: context.project }
      const companion = posix.join(out ?? context.settings.out, bottle.slug, companionName)
      const address = claimOf(bottle, 'address')
      return [{ ...place, address, companion, isCurrent: current.has(bottle.slug) }]
    })
    const used = new Set(chosen.map(({ dialect }) => dialect))
    const engines = dialectNames.flatMap((name) => {
      const { engine } = dialectOf(name)
      return engine === undefined ? [] : [[engine, used.has(name)] as const]
    })
    const needs = { gateway: synthesized.length > 0, engines: new Map(engines) }
    const checks = [...checkHost(needs), ...synthesized.flatMap(checkBottle)]
    return { checks, diagnostics: sortDiagnostics(diagnostics) }
  })
}
