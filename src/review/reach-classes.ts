/** The class of a change of a setting that decides about reach, and the reason that is shown. */
import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { settingRows } from '../dialects/rows.ts'
import type { ReachPart } from '../reach/beyond.ts'
import type { Verdict } from './classify.ts'
import type { ReachEffect } from './reach-effects.ts'

/** The settings that reach is computed from, by the names that their rows give to their effect. */
const decided: ReadonlySet<string> = new Set(
  `net netBackend ports volumes allowed allowedRanges blockPrivate allowPrivate denied allowUdp
   credentials credentialName credentialVariable credentialHosts injection credentialMethods
   credentialHeader secrets device rosetta dockerSocket sshAgent user image
   devices deviceType attachment socket`.split(/\s+/),
)

const known = new Map<DialectName, ReadonlySet<string>>()

function decidingSettings(dialect: DialectName): ReadonlySet<string> {
  const rows = settingRows(dialectOf(dialect).rows)
  return new Set(rows.flatMap(({ path, row }) => (decided.has(row.isolation) ? [path] : [])))
}

/** Whether reach is computed from a setting, so that it says what a change of it does. */
export function decidesReach(dialect: DialectName, setting: string): boolean {
  const settings = known.get(dialect) ?? decidingSettings(dialect)
  known.set(dialect, settings)
  return settings.has(setting)
}

/** What is said of a part, when more of it is reached and when less is. */
const reasons: Readonly<Record<ReachPart, readonly [gains: string, loses: string]>> = {
  loopback: [
    "the guest can reach services on the host's own loopback",
    "the guest can no longer reach services on the host's own loopback in this way",
  ],
  addresses: ['more addresses can be reached', 'fewer addresses can be reached'],
  names: ['more hosts can be reached', 'fewer hosts can be reached'],
  dns: ['more names can be asked of DNS', 'fewer names can be asked of DNS'],
  gateway: ['traffic takes another way out, or none that anything filters', 'a way out is gone'],
  published: [
    'a port of the guest is reachable from the host',
    'a port of the guest is no longer reachable from the host',
  ],
  files: [
    'the guest can read or write more of the host',
    'the guest can read or write less of the host',
  ],
  secrets: [
    'a secret of the host is handed to the guest',
    'a secret of the host is no longer handed to the guest',
  ],
  credentials: [
    'the guest can use a credential of the host in more ways',
    'the guest can use a credential of the host in fewer ways',
  ],
  devices: [
    'the guest can use a device of the host',
    'the guest can no longer use a device of the host',
  ],
  agent: [
    'a socket between host and guest does what it is told',
    'a socket between host and guest is gone',
  ],
  variables: [
    "the host's value of a variable is handed to the guest",
    "the host's value of a variable is no longer handed to the guest",
  ],
  user: ['the guest may run as root', 'the guest no longer runs as root'],
  malformed: ['it is malformed, and what it opens is unclear', 'what is malformed is gone'],
  image: [
    'no digest fixes the image: who publishes it decides what runs',
    'who publishes the image no longer decides what runs',
  ],
}

/**
 * Returns the class by what the change does to reach, with the reason of the setting's own rule where
 * that is of the same class.
 *
 * @param isNew Whether the bottle is new: then a grant widens, whatever others it is among.
 */
export function reachVerdict(rule: Verdict, effect: ReachEffect, isNew: boolean): Verdict {
  const { kind, parts } = effect
  const [part = 'addresses'] = parts
  const isGrant = isNew && kind === 'loses' && rule.class !== 'narrows'
  if (kind === 'gains' || isGrant) return inClass(rule, 'widens', reasons[part][0])
  if (kind === 'loses') return inClass(rule, 'narrows', reasons[part][1])
  if (rule.class === 'inside' || rule.class === 'neutral') return rule
  return { class: 'neutral', reason: 'what the guest reaches is the same' }
}

function inClass(rule: Verdict, name: Verdict['class'], reason: string): Verdict {
  return rule.class === name ? rule : { class: name, reason }
}
