import type { SmolvmDocument } from '../../smolvm/document.ts'
import { allowsEverything, isNetworked, usesTsi } from '../../smolvm/network.ts'
import type { Predicate } from '../class-rule.ts'

type SmolvmPredicate = Predicate<SmolvmDocument>

/** Whether there was no network, and there is one. */
export const getsNetwork: SmolvmPredicate = ({ before, after }) =>
  !isNetworked(before) && isNetworked(after)

export const losesNetwork: SmolvmPredicate = ({ before, after }) =>
  isNetworked(before) && !isNetworked(after)

/** Whether the egress policy turns the network on: smolvm reads one as a request for it. */
export const policyTurnsNetworkOn: SmolvmPredicate = (each) =>
  getsNetwork(each) && each.after.net === undefined

/** Whether TSI is in force now and was not before, whichever setting prevented it. */
export const fallsToTsi: SmolvmPredicate = ({ before, after }) => !usesTsi(before) && usesTsi(after)

export const leavesTsi: SmolvmPredicate = ({ before, after }) => usesTsi(before) && !usesTsi(after)

export const staysOnTsi: SmolvmPredicate = ({ before, after }) => usesTsi(before) && usesTsi(after)

/** Whether hosts were named, and now every host may be reached: an empty list is no policy. */
export const opensEgress: SmolvmPredicate = ({ before, after }) => isOpen(after) && !isOpen(before)

/** Whether every host could be reached, and now only named ones. */
export const closesEgress: SmolvmPredicate = ({ before, after }) => isOpen(before) && !isOpen(after)

/** Whether every host could be reached before and can be now. */
export const staysOpen: SmolvmPredicate = ({ before, after }) => isOpen(before) && isOpen(after)

/** Whether only private ranges could not be reached, and one of them may be allowed now. */
export const privateWasBlocked: SmolvmPredicate = ({ before }) =>
  isOpen(before) && before.network?.block_private === true

/** Whether the value is injected into a further part of requests. The header is the default. */
export const injectsMore: Predicate = ({ change }) => {
  const usual = change.path.endsWith('.header')
  return (change.after ?? usual) === true && (change.before ?? usual) === false
}

export const injectsLess: Predicate = ({ change }) => {
  const usual = change.path.endsWith('.header')
  return (change.after ?? usual) === false && (change.before ?? usual) === true
}

/** Whether a method was added; no list means all methods. */
export const allowsMoreMethods: Predicate = ({ change: { before, after } }) => {
  if (after === undefined) return true
  if (before === undefined) return false
  const had = new Set(methods(before))
  return methods(after).some((method) => !had.has(method))
}

function methods(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((each) => String(each).toUpperCase()) : []
}

function isOpen(document: SmolvmDocument): boolean {
  return isNetworked(document) && allowsEverything(document)
}
