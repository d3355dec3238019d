import fc from 'fast-check'
import type { ClaudeBottleDocument } from '../../src/dialects/claude-bottle/document.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { isNetworked } from '../../src/dialects/smolvm/network.ts'
import { splitVariable } from '../../src/dialects/variables.ts'
import { environmentEntries } from './environment-entries.ts'
import { nastyText, nastyTextWithout } from './nasty-text.ts'
import { networkChoice } from './valid-network.ts'

type Keys = { readonly [K in keyof SmolvmDocument]-?: NonNullable<SmolvmDocument[K]> }
/** An arbitrary for each key, so that none is forgotten. */
type ArbitraryOf<T> = { readonly [K in keyof T]-?: fc.Arbitrary<NonNullable<T[K]>> }

const some: { requiredKeys: []; noNullPrototype: true } = {
  requiredKeys: [],
  noNullPrototype: true,
}
const texts = fc.array(nastyText, { maxLength: 4 })
const argv = fc.oneof(
  fc.tuple(nastyTextWithout(/^$/g), texts).map(([program, rest]) => [program, ...rest]),
  fc.constant([]),
)
const counts = fc.nat({ max: 2 ** 32 - 1 })
const processors = fc.integer({ min: 1, max: 255 })
const large = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constant(Number.MAX_SAFE_INTEGER))
const sizes = fc.oneof(
  fc.constantFrom(64, 512, 1024, 2048, 2 ** 32 - 1024),
  fc.integer({ min: 64, max: 2 ** 32 - 1 }),
)
const folders = nastyText.map((text) => `/${text}`)
const users = fc.constantFrom('node', '0', '1000:1000', 'a.b-c', '_x:_y', '007')
const platforms = fc.constantFrom('linux/amd64', 'linux/arm64/v8')

const durations = fc
  .tuple(
    fc.constantFrom('', '', ' ', '+', ' +', '\t', '\n'),
    fc.oneof(fc.nat({ max: 9000 }).map(String), fc.constantFrom('007', '00', '1'.repeat(12))),
    fc.constantFrom('', 's', 'm', 'h'),
    fc.constantFrom('', '', ' ', '\n', '\u00a0'),
  )
  .map((parts) => parts.join(''))

const volumes = fc
  .array(
    fc.record({
      host: fc.oneof(
        nastyTextWithout(/[~:$]/g).map((text) => `./${text}`),
        fc.constantFrom('/', '/root', '/home/ada', `/srv/it's "odd"`),
      ),
      guest: nastyTextWithout(/[:./]/g),
      mode: fc.constantFrom('', ':ro', ':rw', ':staged'),
    }),
    { maxLength: 3 },
  )
  .map((all) => all.map(({ host, guest, mode }, index) => `${host}:/${index}/${guest}${mode}`))

/** Each from a hundred ports of its own, so that no two take the same. */
const ports = fc
  .array(
    fc.record({ more: fc.nat({ max: 12 }), guest: fc.nat({ max: 999 }), form: fc.nat({ max: 5 }) }),
    {
      maxLength: 4,
    },
  )
  .map((all) =>
    all.map(({ more, guest, form }, index) => {
      const first = 1000 + index * 100
      const to = 1 + guest
      const range = `${first}-${first + more}`
      const forms = [`${first}`, `${first}:${to}`, `0${first}:${to}`, `${range}:${range}`]
      return forms[form] ?? `${range}:${to}-${to + more}`
    }),
  )

const artifact = fc.record(
  {
    cpus: processors,
    memory: sizes,
    entrypoint: argv,
    cmd: texts,
    oci_platform: platforms,
  } satisfies ArbitraryOf<Keys['artifact']>,
  some,
)

const copies = fc
  .record(
    {
      enabled: fc.boolean(),
      pool_size: fc.integer({ min: 1, max: 9 }),
      cuda_vram_limit_mib: fc.oneof(fc.constantFrom(0, 1024), large),
    } satisfies ArbitraryOf<Keys['fork']>,
    some,
  )
  .map(({ enabled, pool_size, cuda_vram_limit_mib }) =>
    pool_size === undefined
      ? { enabled: enabled ?? true }
      : without({ pool_size, cuda_vram_limit_mib }),
  )

const secretName = fc.constantFrom(
  'TOKEN',
  '_',
  'toString',
  'valueOf',
  'class',
  'Z9',
  'hasOwnProperty',
)
const secret = fc.oneof(
  secretName.map((from_env) => ({ from_env })),
  nastyTextWithout(/[/.]/g).map((text) => ({ from_file: `/run/${text}` })),
  fc
    .tuple(nastyTextWithout(/\//g), fc.option(nastyTextWithout(/\//g), { nil: undefined }))
    .map(([service, account]) => ({
      from_keychain: account === undefined ? service : `${service}/${account}`,
    })),
)

const plain = {
  image: fc.oneof(
    nastyText.map((text) => `./${text}`),
    fc.constantFrom('alpine:3.22', '/srv/image.tar', 'ghcr.io/a/b@sha256:00'),
  ),
  entrypoint: argv,
  cmd: texts,
  env: environmentEntries,
  workdir: folders,
  user: users,
  cpus: processors,
  memory: sizes,
  gpu: fc.boolean(),
  gpu_vram: sizes,
  rosetta: fc.boolean(),
  cuda: fc.boolean(),
  auto_graph: fc.boolean(),
  docker_socket: fc.boolean(),
  storage: large,
  overlay: large,
  block_io: fc.constantFrom('sync', 'async'),
  disk_durability: fc.constantFrom('full', 'deferred'),
  volumes,
  init: texts,
  stop_on_exit: fc.boolean(),
  stop_signal: fc.constantFrom(
    'SIGINT',
    'term',
    ' kill\t',
    '15',
    '015',
    '64',
    'SIGRTMIN+3',
    'rtmin+30',
  ),
  stop_timeout: fc.nat({ max: 300 }),
  dev: fc.record(
    {
      volumes,
      env: environmentEntries,
      init: texts,
      workdir: folders,
      user: users,
      ports,
    } satisfies ArbitraryOf<Keys['dev']>,
    some,
  ),
  artifact,
  pack: artifact,
  fork: copies,
  branch: copies,
  health: fc.record(
    {
      exec: argv,
      interval: durations,
      timeout: durations,
      retries: counts,
      startup_grace: durations,
    } satisfies ArbitraryOf<Keys['health']>,
    some,
  ),
  restart: fc.record(
    {
      policy: fc.constantFrom('never', 'always', 'on-failure', 'unless-stopped'),
      max_retries: counts,
      max_backoff: durations,
    } satisfies ArbitraryOf<Keys['restart']>,
    some,
  ),
  auth: fc.record({ ssh_agent: fc.boolean() }, some),
  service: fc.oneof(
    fc.record(
      { port: fc.integer({ min: 1, max: 65_535 }), protocol: fc.constantFrom('http', 'tcp') },
      some,
    ),
    fc.record({ listen: fc.integer({ min: 1, max: 65_535 }) }),
  ),
  secrets: fc.dictionary(secretName, secret, { maxKeys: 3, noNullPrototype: true }),
} satisfies Omit<ArbitraryOf<SmolvmDocument>, 'net' | 'net_backend' | 'network' | 'ports'>

/** Documents of the dialect smolvm that its rules take, be it with a warning. */
export const validMachine: fc.Arbitrary<SmolvmDocument> = fc
  .tuple(fc.record(plain, some), networkChoice, fc.option(ports, { nil: undefined }))
  .map(([document, network, ports]) =>
    consistent({ ...document, ...without({ ports }), ...network } as SmolvmDocument),
  )

/** `document` without what its other settings rule out. */
function consistent(document: SmolvmDocument): SmolvmDocument {
  const { fork, artifact, dev, env, secrets = {} } = document
  const open = isNetworked(document) && document.net_backend !== 'tsi'
  const taken = (['ports', 'volumes', 'init'] as const).filter(
    (key) => (document[key] ?? []).length > 0,
  )
  const wired = open ? {} : { ports: undefined }
  const isRegistrys = document.image !== undefined && !/^[./]/.test(document.image)
  const copies = document.cuda === true || document.auto_graph === true
  return without({
    ...document,
    ...wired,
    ...(isRegistrys && !isNetworked(document) ? { image: undefined } : {}),
    env: env?.filter((entry) => !Object.hasOwn(secrets, splitVariable(entry)[0])),
    dev:
      dev &&
      without({ ...dev, ...wired, ...Object.fromEntries(taken.map((key) => [key, undefined])) }),
    pack: artifact === undefined ? document.pack : undefined,
    fork: fork?.pool_size !== undefined && !copies ? undefined : fork,
    branch:
      fork !== undefined || (document.branch?.pool_size !== undefined && !copies)
        ? undefined
        : document.branch,
  }) as SmolvmDocument
}

function without(table: object): object {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined))
}

/** Documents of the dialect claude-bottle that its rules take, be it with a warning. */
export const validBottle: fc.Arbitrary<ClaudeBottleDocument> = fc.record(
  {
    name: fc.constant('claude-bottle-sample'),
    command: fc.oneof(
      argv.filter((all) => all.length > 0),
      fc.constant(['sleep', 'infinity']),
    ),
    env: environmentEntries,
    net: fc.array(
      nastyTextWithout(/[/.]/g)
        .filter((text) => Buffer.byteLength(text) < 80)
        .map((text) => ({
          type: 'virtio-net' as const,
          attachment: 'unixgram' as const,
          socket: `/run/${text}`,
        })),
      { minLength: 1, maxLength: 2 },
    ),
  } satisfies ArbitraryOf<ClaudeBottleDocument>,
  { noNullPrototype: true },
)
