import { builderOf } from '../builder.ts'
import { currentCall } from '../definition.ts'
import type { MachineBuilder } from './builder.ts'
import { settings } from './settings.ts'

const begin = builderOf<MachineBuilder>('smolvm', settings)

/**
 * Starts a machine of the `smolvm` dialect: the Smolfile that smolvm's own parser reads. A slug is
 * all that is needed; everything else has smolvm's default, and there is no network.
 *
 * @param slug The file's name without `.bottle.ts` (BW002): lower-case letters, digits and single
 *   hyphens, at most 63 bytes (BW001).
 *
 * @example
 * ```ts
 * export default machine('worker')
 *   .image('python:3.12-alpine')
 *   .memory(gib(1))
 *   .net(virtioNet({ allowHosts: ['pypi.org'] }))
 * ```
 * ```toml
 * image = "python:3.12-alpine"
 * memory = 1024
 * net = true
 * net_backend = "virtio-net"
 * [network]
 * allow_hosts = ["pypi.org"]
 * ```
 */
export function machine(slug: string): MachineBuilder {
  return begin(slug, currentCall('machine'))
}
