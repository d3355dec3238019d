/**
 * How one bottle's gvproxy is to be run, worked out of its source. Nothing is started or written.
 */
import { join, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import { quote } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import { openProject } from '../project/open-project.ts'
import type { Bottle } from '../project/validate.ts'
import { claimOf, otherSockets } from './claims.ts'
import type { GatewayRun, Proxies } from './gateway-run.ts'
import { refuseRun } from './gateway-run.ts'
import type { Refusal } from './refusal.ts'

export interface GatewayPlanOptions {
  readonly project?: string
  readonly out?: string
  readonly proxies: Proxies
}

export interface GatewayOutcome {
  /** Absent when something stands against it. */
  readonly run?: GatewayRun
  readonly refusals: readonly Refusal[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Works out how the gvproxy of the bottle `slug` is run.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function planGateway(
  slug: string,
  { project = '.', out, proxies }: GatewayPlanOptions,
): Promise<GatewayOutcome> {
  return openProject({ project }, async (context) => {
    // A socket of any other bottle may be in the folder.
    const all = await context.load()
    const bottle = all.bottles.find((each) => each.slug === slug)
    // Of a bottle that is not there, the selection says so.
    const { diagnostics } = bottle === undefined ? await context.load({ only: [slug] }) : all
    if (bottle === undefined || hasErrors(diagnostics)) {
      return { refusals: [], diagnostics: sortDiagnostics(diagnostics) }
    }
    const tree = resolve(context.project, out ?? context.settings.out)
    const configuration = join(tree, slug, companionName)
    const device = deviceOf(bottle)
    if ('message' in device) return { refusals: [device], diagnostics: [] }
    const run = { slug, ...device, configuration, proxies }
    const others = otherSockets(all.bottles, bottle)
    const place = { slug, socket: device.socket, others, project: context.project }
    const refusals = refuseRun(run, place)
    return refusals.length > 0 ? { refusals, diagnostics: [] } : { run, refusals, diagnostics: [] }
  })
}

function deviceOf(bottle: Bottle): Pick<GatewayRun, 'socket' | 'address'> | Refusal {
  const { slug, dialect } = bottle
  const socket = claimOf(bottle, 'socket')
  if (socket === undefined) {
    return {
      message: `the bottle ${quote(slug)} has no device of gvproxy: it is of the dialect ${dialect}`,
      hint: `bottle reach ${slug} says what it reaches`,
    }
  }
  const address = claimOf(bottle, 'address')
  if (address !== undefined) return { socket, address }
  return {
    message: `the bottle ${quote(slug)} has no address for its gateway, so gvproxy has no configuration`,
    hint: `write gvproxy(${quote(socket)}, { address: '127.77.0.5' }), or gatewayAddresses in the configuration`,
  }
}
