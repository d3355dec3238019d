import type { JudgedBottle, ReachedPart } from './judged.ts'
import type { Judge, Policy, PolicyName, PolicyOptions } from './policy.ts'
import { policy } from './policy.ts'

/** What can be said of every policy that is ready to be used. */
export interface ReadyOptions extends PolicyOptions {
  /** Its name, by which it is shown and acknowledged. Default: as its description says. */
  readonly name?: PolicyName
}

function ready(own: string, { name, ...options }: ReadyOptions, judge: Judge): Policy {
  return policy(name ?? `bottleworks/${own}`, options, judge)
}

/** A part of reach, with what it depends on. */
function shown({ what, depends }: ReachedPart): string {
  return depends === undefined ? what : `${what} (if ${depends})`
}

/**
 * `bottleworks/no-root-user`: nobody is root inside, by the user that is set. Where none is set, the
 * image says who runs, and often it is root.
 *
 * @example
 * ```ts
 * export default noRootUser()
 * ```
 */
export function noRootUser(options: ReadyOptions = {}): Policy {
  return ready('no-root-user', options, ({ bottle, report }) => {
    // A dialect that cannot say who runs leaves that to the image.
    if (bottle.dialect === claudeBottle) return
    for (const user of bottle.reach.user) {
      const may = user.depends === undefined ? 'is' : 'may be'
      report(user, `${bottle.slug} ${may} root inside`, { hint: "set a user: .user('1000')" })
    }
  })
}

/** Homes, what holds them, and what a shell would make one of. */
const homes =
  /^(?:\/|~(?:\/.*)?|\$\{?HOME\}?(?:\/.*)?|\/(?:root|home|Users|var|var\/home|var\/root)|\/(?:root|home|Users|var\/home|var\/root)\/.*)\/?$/

/**
 * `bottleworks/no-writable-homes`: no folder of the host's that is a home, is in one or holds one is
 * mounted to be written to.
 *
 * @example
 * ```ts
 * export default noWritableHomes({ except: ['/home/ci/cache'] })
 * ```
 */
export function noWritableHomes(
  options: ReadyOptions & {
    /** Folders that may be written to, with all that is in them. */
    readonly except?: readonly string[]
  } = {},
): Policy {
  const { except = [], ...rest } = options
  return ready('no-writable-homes', rest, ({ bottle, report }) => {
    for (const folder of bottle.reach.files) {
      const { access, path } = folder
      const isAllowed = except.some((each) => path === each || path.startsWith(`${each}/`))
      const isPlain = !path.split('/').includes('..')
      if (access === 'read' || (isPlain && (isAllowed || !homes.test(path)))) continue
      report(folder, `${bottle.slug} can write to ${path}`, { hint: 'mount it with :ro' })
    }
  })
}

/**
 * `bottleworks/pinned-images`: an image of a registry is named by its digest, so that it stays what
 * was reviewed. Archives and folders of the host have none.
 *
 * @example
 * ```ts
 * export default pinnedImages()
 * ```
 */
export function pinnedImages(options: ReadyOptions = {}): Policy {
  return ready('pinned-images', options, ({ bottle, report }) => {
    const { image } = bottle.document
    if (typeof image !== 'string' || /@sha256:[0-9a-f]{64}$/.test(image)) return
    if (/^\.{0,2}\//.test(image) || /\.(?:tar|tar\.gz|tgz)$/.test(image) || image === '-') return
    report('image', `${bottle.slug} has the image ${image}, which has no digest`, {
      hint: 'name it with @sha256: and its digest',
    })
  })
}

/**
 * `bottleworks/listed-hosts`: a bottle gets at hosts of a list and at nothing else. A name stands for
 * itself and all below it; addresses and ranges are those that `bottle reach` shows.
 *
 * @example
 * ```ts
 * export default listedHosts(['api.example.org'], { addresses: ['192.0.2.0/24'] })
 * ```
 */
export function listedHosts(
  hosts: readonly string[],
  options: ReadyOptions & {
    /** Addresses and ranges that may be reached. */
    readonly addresses?: readonly string[]
  } = {},
): Policy {
  const { addresses = [], ...rest } = options
  const isListed = (name: string) => {
    const bare = name.replace(/^\*\./, '')
    return hosts.some((host) => bare === host || bare.endsWith(`.${host}`))
  }
  return ready('listed-hosts', rest, ({ bottle: { slug, reach }, report }) => {
    for (const host of reach.hosts) {
      if (!isListed(host.name)) report(host, `${slug} reaches ${host.name}, which is not listed`)
    }
    const others = reach.addresses.filter(({ what }) => !addresses.includes(what))
    const [first, ...more] = others
    if (first === undefined) return
    const rest = more.length === 0 ? '' : ` and ${more.length} more`
    report(first, `${slug} reaches addresses that are not listed: ${shown(first)}${rest}`)
  })
}

/**
 * `bottleworks/listed-names`: names of a list alone are resolved. Who can ask for any name can send
 * what it likes to whoever answers for it.
 *
 * @example
 * ```ts
 * export default listedNames()
 * ```
 */
export function listedNames(options: ReadyOptions = {}): Policy {
  return ready('listed-names', options, ({ bottle, report }) => {
    for (const name of bottle.reach.dns) {
      if (name.name !== '*') continue
      const may = name.depends === undefined ? '' : ` (if ${name.depends})`
      report(name, `${bottle.slug} can ask for any name${may}`, {
        hint: 'allow hosts by their names',
      })
    }
  })
}

/** The dialect of bottles that leave by a gateway. */
const claudeBottle = 'claude-bottle'

/**
 * `bottleworks/gateway-companions`: each device of a `bottle()` has an address of its own on the
 * host, so that there is a gvproxy.yaml beside its Smolfile and the gateway leads to nothing else.
 *
 * @example
 * ```ts
 * export default gatewayCompanions()
 * ```
 */
export function gatewayCompanions(options: ReadyOptions = {}): Policy {
  return ready('gateway-companions', options, ({ bottle, report }) => {
    if (bottle.dialect !== claudeBottle) return
    const { net = [] } = bottle.document
    for (const [index, device] of (Array.isArray(net) ? net : []).entries()) {
      if (typeof device === 'object' && 'address' in device) continue
      report(`net[${index}]`, `${bottle.slug} has a device without a companion`, {
        hint: 'give the gateway an address of its own',
      })
    }
  })
}

/** What smolvm takes where nothing is set. */
const defaults = { cpus: 4, memory: 8192 }

/**
 * `bottleworks/machine-limits`: a `machine()` has at most so many processors and so much memory. What
 * is not set is what smolvm takes: 4 processors, and 8192 MiB.
 *
 * @param most `memory` is in MiB.
 *
 * @example
 * ```ts
 * export default machineLimits({ cpus: 4, memory: 8192 })
 * ```
 */
export function machineLimits(
  most: { readonly cpus?: number; readonly memory?: number },
  options: ReadyOptions = {},
): Policy {
  return ready('machine-limits', options, ({ bottle, report }) => {
    if (bottle.dialect === claudeBottle) return
    for (const key of ['cpus', 'memory'] as const) {
      const limit = most[key]
      const value = sizeOf(bottle, key)
      if (limit === undefined || value <= limit) continue
      const unit = key === 'memory' ? ' MiB of memory' : ' processors'
      report(key, `${bottle.slug} has ${value}${unit}; at most ${limit} are allowed`)
    }
  })
}

function sizeOf({ document }: JudgedBottle, key: 'cpus' | 'memory'): number {
  const value = document[key]
  return typeof value === 'number' ? value : defaults[key]
}
