import type { Problem } from '../diagnostic/problem.ts'
import { wrap } from '../diagnostic/text.ts'
import type { MethodCall } from '../dialects/code.ts'
import { literal } from '../dialects/code.ts'

/** The reason of what is accepted in a source that was imported. */
const importedReason = 'imported as it was'

const commentWidth = 96
const mostObjections = 5

/** A call for each code of `warnings`, below what the rule says: it is for the reader to decide. */
export function acknowledgementCalls(warnings: readonly Problem[]): readonly MethodCall[] {
  const codes = [...new Set(warnings.map(({ code }) => code))]
  return codes.map((code) => ({
    method: 'acknowledge',
    args: [code, importedReason].map((text) => ({ code: literal(text), comments: [] })),
    comments: objectionComments(warnings.filter((each) => each.code === code)),
  }))
}

/** The advice to reconsider, with what would be better. */
export function objectionComments(objections: readonly Problem[]): readonly string[] {
  const distinct = new Map(objections.map((each) => [`${each.message}${each.hint}`, each]))
  const shown = [...distinct.values()].slice(0, mostObjections)
  const more = distinct.size - shown.length
  return [
    ...shown.flatMap(({ message, hint }) => [
      ...wrap(`Reconsider: ${message}.`, commentWidth),
      ...(hint === undefined ? [] : wrap(`Better: ${hint}.`, commentWidth)),
    ]),
    ...(more > 0 ? [`Reconsider ${more} more of this kind.`] : []),
  ]
}
