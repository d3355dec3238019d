import { settings } from '../../language/claude-bottle/settings.ts'
import type { IsolationOf } from '../../language/rows.ts'
import type { ClassRule } from '../isolation/class-rule.ts'
import { added, inNewBottle, narrows, neutral, removed, widens } from '../isolation/class-rule.ts'
import * as identity from '../isolation/predicates/identity.ts'
import { rulesByPath } from '../isolation/rules-by-path.ts'
import * as shared from '../isolation/shared-rules.ts'
import type { ClaudeBottleDocument } from './document.ts'

type Rules = Readonly<
  Record<IsolationOf<typeof settings>, readonly ClassRule<ClaudeBottleDocument>[]>
>

/** The rules that class a change, by the names that the rows give. */
const rules: Rules = {
  name: [
    neutral('the name follows the slug', identity.followsSlug),
    neutral('the name is that of the bottle', identity.namesSlug),
    widens('the machine goes by another name than that of its bottle'),
  ],
  command: shared.command,
  variables: shared.variables,
  devices: [
    widens(
      "without a device libkrun has TSI: the guest reaches the host's own services",
      identity.leavesNoDevice,
    ),
    neutral(
      'every bottle has one device; what is behind its socket says what it reaches',
      inNewBottle,
      identity.hasOneDevice,
    ),
    narrows('a device keeps libkrun from TSI', added, identity.hadNoDevice),
    widens('a further device is a further way out', added),
    widens('a device was removed: traffic takes another path', removed),
  ],
  deviceType: [widens('another kind of device may enforce nothing')],
  attachment: [widens('another kind of attachment may enforce nothing')],
  socket: [
    neutral('the socket follows the slug', identity.followsSlug),
    widens('something else may serve the device: what is behind the socket is the gateway'),
  ],
  address: [
    widens(
      "without gvproxy.yaml gvproxy has its defaults: the guest reaches the host's own 127.0.0.1",
      removed,
    ),
    neutral('a new bottle is judged by what its device reaches', inNewBottle),
    narrows("gvproxy.yaml closes the host's own 127.0.0.1", added),
    widens('the gateway is another address of the host, with whatever listens there'),
  ],
}

export const isolation = rulesByPath(settings, rules)
