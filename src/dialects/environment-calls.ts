import type { GatewayService } from '../language/claude-bottle/gateway.ts'
import { gateway, viaGateway } from '../language/claude-bottle/gateway.ts'
import type { Environment, EnvironmentBuilder } from '../language/environment.ts'
import type { Code, Entry, MethodCall } from './code.ts'
import { call, literal } from './code.ts'
import type { CommentSupply } from './comment-supply.ts'
import type { CallPlace } from './kinds/kind.ts'
import { splitVariable } from './values/variable.ts'

type Variables = ReadonlyMap<string, string>

/** The calls that set `entries`, which are `NAME=value`: a preset where one sets just these. */
export function environmentCalls(
  entries: readonly string[],
  place: CallPlace,
  comments: CommentSupply,
): readonly MethodCall[] {
  const variables = new Map(entries.map(splitVariable))
  // The preset sets the variables of this method.
  const preset = place.method === 'env' ? recognizeGateway(variables) : undefined
  const named = new Map(entries.map((entry) => [splitVariable(entry)[0], entry]))
  const left = [...named].flatMap(([name, entry]) => (preset?.names.has(name) ? [] : [entry]))
  const calls = [
    ...(preset === undefined ? [] : [presetCall(preset, place, comments)]),
    ...(left.length === 0 ? [] : [envCall(left, place, comments)]),
  ]
  // Without a call, what was about the variables is left for whoever takes the rest.
  const above = calls.length === 0 ? [] : comments.takeAll(place.key)
  return calls.map((each, index) =>
    index === 0 ? { ...each, comments: [...above, ...each.comments] } : each,
  )
}

/** A variable's value as a person writes it: numbers and switches without quotes. */
export function variableCode(value: string): Code {
  const service = services.find((each) => gateway.url(each) === value)
  if (service !== undefined) return call('gateway.url', literal(service))
  if (value === 'true' || value === 'false') return literal(value === 'true')
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(value) && String(Number(value)) === value
  return literal(isNumber ? Number(value) : value)
}

/**
 * The object that sets `entries`, one by one; or upstream's list, where an entry has no `=`, which
 * no object can say.
 */
export function variablesCode(
  entries: readonly string[],
  path: string,
  comments: CommentSupply,
): Code {
  if (!entries.every((entry) => entry.includes('='))) {
    const items = entries.map((entry) => {
      return { code: literal(entry), comments: comments.take(`${path}.${splitVariable(entry)[0]}`) }
    })
    return { kind: 'list', items }
  }
  return {
    kind: 'record',
    entries: entries.map((entry) => {
      const [name, value] = splitVariable(entry)
      return { key: name, code: variableCode(value), comments: comments.take(`${path}.${name}`) }
    }),
  }
}

const services = Object.keys(gateway.ports) as readonly GatewayService[]

function envCall(
  entries: readonly string[],
  { method, key }: CallPlace,
  comments: CommentSupply,
): MethodCall {
  const code = variablesCode(entries, key, comments)
  return { method, args: [{ code, comments: [] }], comments: [] }
}

interface RecognizedPreset {
  readonly code: Code
  readonly names: ReadonlySet<string>
}

function presetCall(
  { code, names }: RecognizedPreset,
  { key }: CallPlace,
  comments: CommentSupply,
): MethodCall {
  const above = [...names].flatMap((name) => comments.take(`${key}.${name}`))
  return { method: 'use', args: [{ code, comments: [] }], comments: above }
}

/** `viaGateway(…)`, when all variables that it sets are there with just the values that it sets. */
function recognizeGateway(variables: Variables): RecognizedPreset | undefined {
  const ca = variables.get('SSL_CERT_FILE')
  const noProxy = variables.get('NO_PROXY')
  if (noProxy === undefined) return undefined
  const list = /^[^,\s]+(?:,[^,\s]+)+$/.test(noProxy) ? noProxy.split(',') : noProxy
  const isDefault = setBy({}).NO_PROXY === noProxy
  const direct = isDefault ? {} : { noProxy: list }
  const candidates = [...(ca === undefined ? [] : [{ ca, ...direct }]), direct]
  for (const options of candidates) {
    const set = Object.entries(setBy(options))
    if (!set.every(([name, value]) => variables.get(name) === value)) continue
    return { code: gatewayCode(options), names: new Set(set.map(([name]) => name)) }
  }
  return undefined
}

interface GatewayChoice {
  readonly ca?: string
  readonly noProxy?: string | readonly string[]
}

/** The variables that the preset itself sets, so that recognizing it cannot differ from its effect. */
function setBy(options: GatewayChoice): Environment {
  let variables: Environment = {}
  const recorder: Recorder = {
    env(added) {
      variables = { ...variables, ...added }
      return recorder
    },
  }
  viaGateway(options)(recorder)
  return variables
}

interface Recorder extends EnvironmentBuilder<Recorder> {}

function gatewayCode({ ca, noProxy }: GatewayChoice): Code {
  const entries: Entry[] = []
  if (ca !== undefined) entries.push({ key: 'ca', code: literal(ca), comments: [] })
  if (noProxy !== undefined) {
    const code: Code =
      typeof noProxy === 'string'
        ? literal(noProxy)
        : { kind: 'list', items: noProxy.map((host) => ({ code: literal(host), comments: [] })) }
    entries.push({ key: 'noProxy', code, comments: [] })
  }
  return entries.length === 0 ? call('viaGateway') : call('viaGateway', { kind: 'record', entries })
}
