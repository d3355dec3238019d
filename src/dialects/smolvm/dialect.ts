import { parse as parseToml } from 'smol-toml'
import * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import { settings } from '../../language/smolvm/settings.ts'
import { settingPath } from '../../smolfile/setting-path.ts'
import { checkRecorded } from '../check-recorded.ts'
import type { Acceptance, Checked, Dialect } from '../dialect.ts'
import type { RecordedNetwork } from '../kinds/network.ts'
import { lazy } from '../lazy.ts'
import { normalizeTable, recordedSchemaOf } from '../rows.ts'
import { schemaProblems } from '../schema-problems.ts'
import { checkSlug } from '../slug.ts'
import { withDefaults } from '../values/policy.ts'
import type { SmolvmDocument } from './document.ts'
import { documentSchema } from './document.ts'
import { isolation } from './isolation.ts'
import { checkDefaults } from './openness.ts'
import { reachOfMachine } from './reach.ts'
import { renderDocument } from './render.ts'
import { checkRules } from './rules.ts'

const recordedSchema = lazy(() => recordedSchemaOf(settings))

/** The methods that people write first; the others come behind, in the order of the text. */
const first =
  `use image entrypoint cmd env secret net ports volumes init workdir user cpus memory storage
   overlay gpu gpuVram rosetta cuda autoGraph dockerSocket blockIo diskDurability dev artifact pack
   fork branch health restart auth service`.split(/\s+/)

export const smolvm: Dialect<SmolvmDocument> = {
  name: 'smolvm',
  engine: 'smolvm',
  rows: settings,
  get schema() {
    return documentSchema()
  },

  starts: 'machine',
  methodOrder: [
    ...first,
    ...Object.keys(settings).filter((name) => !first.includes(name)),
    'acknowledge',
  ],
  scaffold: (slug) => `import { gib, machine, virtioNet } from 'bottleworks'

// It reaches the hosts that are named here, and no other.
export default machine('${slug}')
  .image('alpine:3.22')
  .cmd('sleep', 'infinity')
  .env({ TERM: 'xterm-256color' })
  .net(virtioNet({ allowHosts: ['dl-cdn.alpinelinux.org'] }))
  .cpus(2)
  .memory(gib(2))
`,

  namePrefix: '',
  withSlug: (document) => document,

  check(slug: string, recorded: unknown): Checked<SmolvmDocument> {
    const complete = (document: object) => document as SmolvmDocument
    const networkOf = (record: object) => (record as { readonly net?: RecordedNetwork }).net
    const check = (document: SmolvmDocument, record: object) => {
      const closed = checkDefaults(networkOf(record))
      const paths = new Set(closed.map(({ path }) => path))
      // What a default closes is told as that alone.
      const rules = checkRules(document).filter(
        ({ code, path }) => code !== 'BW065' || !paths.has(path),
      )
      return [...checkSlug(slug), ...rules, ...closed]
    }
    const checked = checkRecorded(settings, recordedSchema(), recorded, complete, check)
    return { ...checked, accepted: accepted(networkOf(checked.recorded ?? {})) }
  },

  vet(data: unknown): readonly Problem[] {
    const result = v.safeParse(documentSchema(), data)
    return result.success
      ? checkRules(result.output)
      : schemaProblems(settings, result.issues, settingPath)
  },

  render: renderDocument,
  parse: (text) => v.parse(documentSchema(), parseToml(text)),
  normalize: (document) => normalizeTable(settings, { ...document }) as SmolvmDocument,
  implied: (document, [key, inner]) => {
    const isPolicy = key === 'network' && inner !== undefined
    // A policy brings a device with it, unless any of the network's keys is there.
    const isChosen = ['net', 'net_backend'].some((each) => each in document)
    return isPolicy && !isChosen ? { net: true, net_backend: 'virtio-net' } : {}
  },
  withDefaults: (document) =>
    isVirtioNet(document)
      ? { ...document, network: withDefaults(document.network ?? {}) }
      : document,
  claims: () => [],

  closed: {},
  isolation,
  reach: reachOfMachine,
  missing: ({ user, dev }) =>
    user === undefined && dev?.user === undefined ? [{ setting: 'noUser', path: 'user' }] : [],
}

function isVirtioNet({ net, net_backend }: SmolvmDocument): boolean {
  return net === true && net_backend === 'virtio-net'
}

/** The reason for TSI, or for an open network, accepts the warning that it is. */
function accepted(net: RecordedNetwork | undefined): readonly Acceptance[] {
  if (net?.kind === 'tsi') return [{ code: 'BW060', reason: net.reason, path: 'net' }]
  if (net?.kind !== 'virtio-net' || net.open === undefined) return []
  return [{ code: 'BW081', reason: net.open, path: 'net' }]
}
