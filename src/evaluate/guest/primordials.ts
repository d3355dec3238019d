/**
 * The built-in functions that the guest side of the sandbox uses, captured before any bottle runs:
 * a bottle may replace the originals. Nothing else in `guest/` may call a method of a built-in, but
 * for what runs before any of them.
 */
export const {
  apply,
  construct,
  deleteProperty,
  defineProperty,
  getOwnPropertyDescriptor: ownDescriptor,
  getPrototypeOf,
  has,
  ownKeys,
} = Reflect
export const { freeze, isFrozen, keys: keysOf } = Object
export const { isArray } = Array
export const { parse, stringify } = JSON
export const toText = String
export const CapturedError = Error
export const CapturedDate = Date

const sliceText = String.prototype.slice

/** The first `length` code units of `text`. */
export function cut(text: string, length: number): string {
  return apply(sliceText, text, [0, length])
}
