/**
 * The built-in functions that the guest side of the sandbox uses, captured before any bottle runs:
 * a bottle may replace the originals. Nothing else in `guest/` may call a method of a built-in.
 */
export const { apply, construct, deleteProperty, defineProperty, getPrototypeOf, has } = Reflect
export const stringify = JSON.stringify
export const toText = String
export const CapturedError = Error
export const CapturedDate = Date

const weakSetAdd = WeakSet.prototype.add
const weakSetHas = WeakSet.prototype.has
const sliceText = String.prototype.slice
const set = new WeakSet<object>()

/** Marks an error as one of the sandbox's own refusals. */
export function markRefusal<E extends object>(error: E): E {
  apply(weakSetAdd, set, [error])
  return error
}

export function isRefusal(error: unknown): boolean {
  return apply(weakSetHas, set, [error])
}

/** The first `length` code units of `text`. */
export function cut(text: string, length: number): string {
  return apply(sliceText, text, [0, length])
}
