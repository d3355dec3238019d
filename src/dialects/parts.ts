/** The parts of a bottle that a finding can be of: what a gate can be limited to. */
import type { settings as claudeBottle } from '../language/claude-bottle/settings.ts'
import type { IsolationOf } from '../language/rows.ts'
import type { settings as smolvm } from '../language/smolvm/settings.ts'

/** Every part, and what is of it. */
export const parts = {
  network: 'the network, its devices, and what it may reach: hosts, ranges, private addresses',
  ports: 'ports of the guest that the host publishes',
  files: 'folders of the host that are mounted',
  secrets: 'secrets of the host that are handed over',
  credentials: 'credentials that the host puts into requests',
  devices: 'devices of the host, and its translator of programs',
  agent: 'the SSH agent, and the socket of Docker',
  variables: 'variables: proxies, certificate authorities, and every other',
  command: 'what runs: the command, init scripts, and checks of health',
  image: 'the image',
  user: 'who the guest runs as',
  acknowledged: 'warnings that are accepted',
  bottle: 'the bottle itself: new, removed, renamed, of another dialect, or a file of no bottle',
  configuration:
    'the configuration of the project, its policies and baseline, and git attributes that hide its output tree',
  other: 'all else: limits, lifecycle, platform',
} as const

export type Part = keyof typeof parts

export const partNames = Object.keys(parts) as readonly Part[]

type Isolation = IsolationOf<typeof claudeBottle> | IsolationOf<typeof smolvm>

/** The parts of settings, by the names that their rows give to their effect on isolation. */
const partsOfRows = {
  net: 'network',
  netBackend: 'network',
  devices: 'network',
  deviceType: 'network',
  attachment: 'network',
  socket: 'network',
  address: 'network',
  allowed: 'network',
  allowedRanges: 'network',
  blockPrivate: 'network',
  allowPrivate: 'network',
  denied: 'network',
  allowUdp: 'network',
  ports: 'ports',
  volumes: 'files',
  secrets: 'secrets',
  credentials: 'credentials',
  credentialName: 'credentials',
  credentialVariable: 'credentials',
  credentialHosts: 'credentials',
  credentialMethods: 'credentials',
  credentialHeader: 'credentials',
  injection: 'credentials',
  device: 'devices',
  rosetta: 'devices',
  sshAgent: 'agent',
  dockerSocket: 'agent',
  variables: 'variables',
  command: 'command',
  place: 'command',
  image: 'image',
  user: 'user',
  name: 'bottle',
  limits: 'other',
  lifecycle: 'other',
  platform: 'other',
  copies: 'other',
  inert: 'other',
} as const satisfies Readonly<Record<Isolation, Part>>

/** The parts of what is no setting of a Smolfile. */
const partsOfOthers: ReadonlyMap<string, Part> = new Map([
  ['bottle', 'bottle'],
  ['file', 'bottle'],
  ['slug', 'bottle'],
  ['dialect', 'bottle'],
  ['acknowledged', 'acknowledged'],
  ['configuration', 'configuration'],
  ['attributes', 'configuration'],
  ['policies', 'configuration'],
  ['baseline', 'configuration'],
  ['noDevice', 'network'],
  ['companion', 'network'],
  ['noProxy', 'variables'],
  ['noUser', 'user'],
])

const known: ReadonlyMap<string, Part> = new Map(Object.entries(partsOfRows))

/**
 * Returns the part that a change of a setting is of; undefined for what is malformed or unknown, since
 * it may be of any.
 *
 * @param isolation The name that the setting's row gives to its effect on isolation, if it has one.
 */
export function partOf(setting: string, isolation: string | undefined): Part | undefined {
  return partsOfOthers.get(setting) ?? known.get(isolation ?? '')
}
