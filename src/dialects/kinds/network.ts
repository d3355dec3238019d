import * as v from 'valibot'
import { quote } from '../../diagnostic/text.ts'
import { closedObject } from '../../files/json-schemas.ts'
import type { Row, RowOf, Rows } from '../../language/rows.ts'
import type { Code, Entry, MethodCall } from '../code.ts'
import { call, literal } from '../code.ts'
import type { CommentSupply } from '../comment-supply.ts'
import { SettingError } from '../setting-error.ts'
import type { EgressPolicy } from '../values/policy.ts'
import { blocksByDefault, privateRangesIn, withDefaults } from '../values/policy.ts'
import type { HostKind, Schema } from './kind.ts'
import { oneWord } from './kind.ts'
import { flag } from './scalars.ts'

/** The choice of the network; only the source has the reasons. */
export type NetworkChoice =
  | { readonly kind: 'virtio-net' }
  | { readonly kind: 'tsi'; readonly reason: string }

/** The record that `.net()` makes. */
export type RecordedNetwork =
  | { readonly kind: 'virtio-net'; readonly network: EgressPolicy; readonly open?: string }
  | { readonly kind: 'tsi'; readonly reason: string }
  | { readonly kind: 'raw' }

interface NetworkKeys {
  readonly net?: boolean
  readonly net_backend?: string
  readonly network?: EgressPolicy
}

/**
 * Whether there is a network. One method makes this and two more keys of a Smolfile.
 *
 * @param entriesOf The schema's entries of the tables that the rows are.
 * @param tableCode How a table is written.
 */
export function networkKind(
  entriesOf: (rows: Rows) => Record<string, Schema>,
  tableCode: (rows: Rows, value: object, path: string, comments: CommentSupply) => Code,
): HostKind<RowOf<'network'>> {
  return {
    ...flag,
    recorded(_row, { net, netBackend, network }) {
      const keys = entriesOf({ ...(net && { net }), ...(netBackend && { netBackend }) })
      const policy = closedObject(entriesOf(policyRows(network)))
      return v.variant('kind', [
        closedObject({
          kind: v.literal('virtio-net'),
          network: policy,
          open: v.optional(v.string()),
        }),
        closedObject({ kind: v.literal('tsi'), reason: v.string() }),
        closedObject({ kind: v.literal('raw'), ...keys, network: v.optional(policy) }),
      ])
    },
    documentKeys,
    calls: (document: NetworkKeys, { method }, comments, { network }): readonly MethodCall[] => {
      const policy = tableCode(policyRows(network), document.network ?? {}, 'network', comments)
      const above = ['net', 'net_backend', 'network'].flatMap((key) => comments.takeAll(key))
      const args = [{ code: networkCode(document, policy), comments: [] }]
      return [{ method, args, comments: above }]
    },
    read(words, path): NetworkChoice {
      const word = oneWord(words, path)
      if (word === 'virtio-net') return { kind: 'virtio-net' }
      const [, reason] = /^tsi:(.*\S.*)$/s.exec(word) ?? []
      if (reason !== undefined) return { kind: 'tsi', reason }
      const allowed = 'virtio-net, or tsi: and a reason'
      throw new SettingError(`${path} is ${quote(word)}; it must be ${allowed}`)
    },
  }
}

/** The settings of the egress policy. */
function policyRows(network: Row | undefined): Rows {
  return network?.kind === 'table' ? network.rows : {}
}

function documentKeys(recorded: RecordedNetwork): NetworkKeys {
  if (recorded.kind === 'tsi') return { net: true, net_backend: 'tsi' }
  if (recorded.kind === 'virtio-net') {
    const { network, open } = recorded
    const policy = open === undefined ? withDefaults(network) : network
    return { net: true, net_backend: 'virtio-net', network: policy }
  }
  const { kind: _, ...keys } = recorded
  return keys
}

/** `virtioNet()` where it says the same, and else each key as it is: no reason is made up. */
function networkCode({ net, net_backend, network = {} }: NetworkKeys, policy: Code): Code {
  const options = policy.kind === 'record' ? policy.entries : []
  if (net === true && net_backend === 'virtio-net') {
    const { block_private, ...rest } = network
    const isDefault = block_private === true && blocksByDefault(rest)
    const left = isDefault ? options.filter((entry) => !isPlainDefault(entry, rest)) : options
    if (isDefault || !blocksByDefault(network)) {
      const given: Code = { kind: 'record', entries: left }
      return left.length === 0 ? call('virtioNet') : call('virtioNet', given)
    }
  }
  const entries = [
    ...(net === undefined ? [] : [{ key: 'net', code: literal(net), comments: [] }]),
    ...(net_backend === undefined
      ? []
      : [{ key: 'backend', code: backendCode(net_backend), comments: [] }]),
    ...options,
  ]
  return call('rawNet', { kind: 'record', entries })
}

/** The type has the backends that there are; what to think of another says the rule. */
function backendCode(value: string): Code {
  const isKnown = value === 'virtio-net' || value === 'tsi'
  return isKnown ? literal(value) : { kind: 'asserted', value, type: 'never' }
}

/** Whether an option says what is written without it, and nothing is lost with it. */
function isPlainDefault({ key, comments }: Entry, policy: EgressPolicy): boolean {
  if (key !== 'blockPrivate' || comments.length > 0) return false
  return privateRangesIn(policy.allow_cidrs ?? [], policy.allow_private).length === 0
}
