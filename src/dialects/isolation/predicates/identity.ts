import type { ClaudeBottleDocument } from '../../claude-bottle/document.ts'
import { namePrefix } from '../../claude-bottle/document.ts'
import { replaceSlug } from '../../replace-slug.ts'
import type { SettingValue } from '../change.ts'
import type { Predicate } from '../class-rule.ts'

/** Whether only the slug in it differs. */
export const followsSlug: Predicate = ({ change: { before, after }, slugs }) =>
  typeof before === 'string' &&
  typeof after === 'string' &&
  slugs.before !== slugs.after &&
  replaceSlug(before, slugs.before) === replaceSlug(after, slugs.after)

/** Whether the machine has the name that its bottle gives it. */
export const namesSlug: Predicate = ({ change: { after }, slugs }) =>
  after === `${namePrefix}${slugs.after}`

/** Whether no device is left, so that libkrun uses TSI instead. */
export const leavesNoDevice: Predicate<ClaudeBottleDocument> = ({ after }) => after.net.length === 0

/** Whether there was no device before, and so TSI. */
export const hadNoDevice: Predicate<ClaudeBottleDocument> = ({ before }) => before.net.length === 0

/** Whether there is one device. */
export const hasOneDevice: Predicate<ClaudeBottleDocument> = ({ after }) => after.net.length === 1

export const becomesRoot: Predicate = ({ change: { after } }) => isRoot(after)
export const wasRoot: Predicate = ({ change: { before } }) => isRoot(before)

/** Whether a digest fixed the image, and none does now. */
export const losesDigest: Predicate = ({ change: { before, after } }) =>
  isPinned(before) && typeof after === 'string' && !isPinned(after)

export const gainsDigest: Predicate = ({ change: { before, after } }) =>
  !isPinned(before) && isPinned(after)

function isRoot(value: SettingValue | undefined): boolean {
  return typeof value === 'string' && /^(?:root|0+)(?::|$)/.test(value)
}

function isPinned(value: SettingValue | undefined): boolean {
  return typeof value === 'string' && /@sha256:[0-9a-f]{64}$/.test(value)
}
