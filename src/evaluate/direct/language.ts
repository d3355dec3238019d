import * as language from '../../index.ts'
import { settings as bottleSettings } from '../../language/claude-bottle/settings.ts'
import type { Definition } from '../../language/definition.ts'
import { definitionKey, withStack } from '../../language/definition.ts'
import type { Rows } from '../../language/rows.ts'
import { settings as machineSettings } from '../../language/smolvm/settings.ts'
import { limits } from '../limits.ts'
import type { Budget } from './budget.ts'
import { giveUp } from './give-up.ts'
import type { Value } from './values.ts'
import {
  BuilderValue,
  emptyRecord,
  FleetValue,
  isList,
  Native,
  putMember,
  requireData,
} from './values.ts'

type Called = (...args: readonly unknown[]) => unknown

/**
 * The module `'bottleworks'` as bottle files see it that are evaluated directly. It is the same as
 * in the sandbox; what its functions are given is plain data, or builders where they take those.
 */
export function makeLanguage(): ReadonlyMap<string, Value> {
  const { bottle, machine, viaGateway, gateway, fleet: _, ...others } = language
  const plain = Object.entries(others).map(
    ([name, value]) => [name, plainFunction(name, value as Called)] as const,
  )
  return new Map<string, Value>([
    ...plain,
    ['bottle', builderFunction('bottle', bottle as Called, methodsOf(bottleSettings))],
    ['machine', builderFunction('machine', machine as Called, methodsOf(machineSettings))],
    ['viaGateway', presetFunction(viaGateway as Called)],
    ['gateway', gatewayRecord(gateway)],
    ['fleet', fleetFunction],
  ])
}

/** The methods of a dialect's builders that take data alone. */
function methodsOf(rows: Rows): ReadonlySet<string> {
  const made = Object.entries(rows).flatMap(([name, { method }]) =>
    method === false ? [] : [name],
  )
  return new Set([...made, 'unset', 'acknowledge'])
}

/** Calls a method of a builder that makes a setting. */
export function callBuilder(
  { builder, methods }: BuilderValue,
  name: string,
  args: readonly Value[],
  budget: Budget,
): Value {
  if (!methods.has(name)) giveUp()
  const method = (builder as Readonly<Record<string, Called>>)[name]?.bind(builder) ?? giveUp()
  return new BuilderValue(callWith(name, method, args, budget) as object, methods)
}

/** The definitions of a fleet. */
export function fleetOf(value: Value): readonly Definition[] {
  return value instanceof FleetValue ? value.members.map(definitionOf) : giveUp()
}

/** Takes bottles alone; a fleet without any is for the sandbox to refuse. */
const fleetFunction = new Native(([given, ...more], budget) => {
  if (!isList(given) || given.length === 0 || more.length > 0) return giveUp()
  if (given.length > limits.fleetMembers) return giveUp()
  budget.callLanguage()
  return new FleetValue(given.map((each) => (each instanceof BuilderValue ? each : giveUp())))
})

/** The definition that a builder gives. */
export function definitionOf(value: Value): Definition {
  if (!(value instanceof BuilderValue)) return giveUp()
  return (value.builder as { readonly [definitionKey]: Definition })[definitionKey]
}

/** @param name By which the source calls it, if it is to be known where. */
function callWith(name: string, called: Called, args: readonly Value[], budget: Budget): unknown {
  budget.callLanguage()
  for (const each of args) requireData(each, budget)
  return withStack(placeOf(name, budget), () => called(...args))
}

/** The place of a call, where the sandbox would find it by its name. */
function placeOf(name: string, { place }: Budget): string {
  return place.called === name ? place.at : ''
}

/** A function from data to data. */
function plainFunction(name: string, called: Called): Native {
  return new Native((args, budget) => {
    const made = callWith(name, called, args, budget) as Value
    requireData(made, budget)
    return made
  })
}

function builderFunction(name: string, called: Called, methods: ReadonlySet<string>): Native {
  return new Native(
    (args, budget) => new BuilderValue(callWith(name, called, args, budget) as object, methods),
  )
}

/** A function from options to a preset, which takes a builder. */
function presetFunction(called: Called): Native {
  return new Native((args, budget) => {
    const preset = callWith('viaGateway', called, args, budget) as Called
    return new Native(([given, ...more], applied) => {
      if (!(given instanceof BuilderValue) || more.length > 0) return giveUp()
      applied.callLanguage()
      const { builder, methods } = given
      const made = withStack(placeOf('use', applied), () => preset(builder))
      return new BuilderValue(made as object, methods)
    })
  })
}

function gatewayRecord({ host, ports, url }: typeof language.gateway): Value {
  const record = emptyRecord()
  const known = emptyRecord()
  for (const [name, port] of Object.entries(ports)) putMember(known, name, port)
  putMember(record, 'host', host)
  putMember(record, 'ports', known)
  const urlOf = new Native(([service, ...more]) => {
    // Of any other name the text of what is no port would come out.
    if (typeof service !== 'string' || more.length > 0 || !Object.hasOwn(ports, service)) {
      return giveUp()
    }
    return url(service as language.GatewayService)
  })
  putMember(record, 'url', urlOf)
  return record
}
