/** What takes no column: marks on a letter, and the vowels and finals of a decomposed syllable. */
const marks = /[\p{Mn}\p{Me}\u1160-\u11ff]/gu

/** Two of these are a flag, of two columns together. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{20000}-\u{3fffd}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation}/gu

/** The columns that a terminal takes for `text`, which is escaped (Unicode, UAX #11). */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  const seen = text.replace(marks, '')
  return [...seen].length + (seen.match(wide)?.length ?? 0)
}

/** A part of a line that fits, and how many columns stand in it before the place asked for. */
export interface Window {
  readonly text: string
  readonly before: number
}

const ellipsis = '…'

/**
 * The part of the line `text` around `at`, an index in it, that takes at most `width` columns. What
 * is left out at an end shows as an ellipsis.
 */
export function windowOf(text: string, at: number, width: number): Window {
  const place = columnsOf(text.slice(0, at))
  const total = columnsOf(text)
  if (total <= width) return { text, before: place }
  const from = Math.max(0, Math.min(place - Math.floor(width / 2), total - width))
  const [left, right] = [from > 0 ? 1 : 0, from + width < total ? 1 : 0]
  let shown = ''
  let before = left
  let column = 0
  let index = 0
  for (const character of text) {
    const next = column + columnsOf(character)
    const isShown = column >= from + left && next <= from + width - right
    if (isShown) {
      shown += character
      if (index < at) before += next - column
    }
    column = next
    index += character.length
  }
  return { text: (left ? ellipsis : '') + shown + (right ? ellipsis : ''), before }
}
