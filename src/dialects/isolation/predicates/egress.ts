import type { SmolvmDocument } from '../../smolvm/document.ts'
import { allowsEverything, isNetworked, usesTsi } from '../../smolvm/network.ts'
import type { Predicate } from '../class-rule.ts'

type SmolvmPredicate = Predicate<SmolvmDocument>

/** That there was no network, and there is one. */
export const getsNetwork: SmolvmPredicate = ({ before, after }) =>
  !isNetworked(before) && isNetworked(after)

export const losesNetwork: SmolvmPredicate = ({ before, after }) =>
  isNetworked(before) && !isNetworked(after)

/** That it is the egress policy which turns the network on: smolvm reads one as a wish for it. */
export const policyTurnsNetworkOn: SmolvmPredicate = (each) =>
  getsNetwork(each) && each.after.net === undefined

/** That TSI is in force afterwards and was not before, whichever setting kept it away. */
export const fallsToTsi: SmolvmPredicate = ({ before, after }) => !usesTsi(before) && usesTsi(after)

export const leavesTsi: SmolvmPredicate = ({ before, after }) => usesTsi(before) && !usesTsi(after)

export const staysOnTsi: SmolvmPredicate = ({ before, after }) => usesTsi(before) && usesTsi(after)

/** That hosts were named, and now every host may be reached: an empty list is no policy. */
export const opensEgress: SmolvmPredicate = ({ before, after }) => isOpen(after) && !isOpen(before)

/** That every host could be reached, and now those alone that are named. */
export const closesEgress: SmolvmPredicate = ({ before, after }) => isOpen(before) && !isOpen(after)

/** That every host could be reached before and can be now. */
export const staysOpen: SmolvmPredicate = ({ before, after }) => isOpen(before) && isOpen(after)

/** That every host could be reached but those of private ranges, of which one may be allowed now. */
export const privateWasBlocked: SmolvmPredicate = ({ before }) =>
  isOpen(before) && before.network?.block_private === true

/** That the value is put into a part of requests that it was kept out of. The header is the default. */
export const injectsMore: Predicate = ({ change }) => {
  const usual = change.path.endsWith('.header')
  return (change.after ?? usual) === true && (change.before ?? usual) === false
}

export const injectsLess: Predicate = ({ change }) => {
  const usual = change.path.endsWith('.header')
  return (change.after ?? usual) === false && (change.before ?? usual) === true
}

/** That there is a method afterwards that was not there before; no list is all methods. */
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
