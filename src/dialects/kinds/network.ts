import * as v from 'valibot'
import { quote } from '../../diagnostic/text.ts'
import { closedObject } from '../../files/json-schemas.ts'
import type { Row, RowOf, Rows } from '../../language/rows.ts'
import type { Code, MethodCall } from '../code.ts'
import { call, literal } from '../code.ts'
import type { CommentSupply } from '../comment-supply.ts'
import { SettingError } from '../setting-error.ts'
import type { HostKind, Schema } from './kind.ts'
import { oneWord } from './kind.ts'
import { flag } from './scalars.ts'

/** The choice of the network; only the source has the reason for TSI. */
export type NetworkChoice =
  | { readonly kind: 'virtio-net' }
  | { readonly kind: 'tsi'; readonly reason: string }

/** The record that `.net()` makes. */
type RecordedNetwork =
  | { readonly kind: 'virtio-net'; readonly network: object }
  | { readonly kind: 'tsi' }
  | { readonly kind: 'raw' }

interface NetworkKeys {
  readonly net?: boolean
  readonly net_backend?: string
  readonly network?: object
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
        closedObject({ kind: v.literal('virtio-net'), network: policy }),
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
    return { net: true, net_backend: 'virtio-net', network: recorded.network }
  }
  const { kind: _, ...keys } = recorded
  return keys
}

function networkCode({ net, net_backend }: NetworkKeys, policy: Code): Code {
  const options = policy.kind === 'record' ? policy.entries : []
  if (net === true && net_backend === 'virtio-net') {
    return options.length === 0 ? call('virtioNet') : call('virtioNet', policy)
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
