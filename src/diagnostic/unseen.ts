/**
 * Characters that are not seen as what they are: controls, what formats or reorders text, every
 * space but the plain one, what Unicode says to ignore (fillers, tags, variation selectors), blanks
 * that count as letters or signs, private ones, those that this version of Unicode does not know,
 * and halves of pairs. Emoji that are joined of several have some of them, and are no exception: a
 * text that can be told from its look is worth more here than a fine one.
 *
 * By name: braille blank, what stands for an object, musical null notehead, Egyptian blanks and
 * mirror, Khitan filler.
 */
export const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Surrogate}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{1d159}\u{13440}-\u{13442}\u{16fe4}]|(?! )\p{Zs}/gu

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * `text` with everything escaped, as JavaScript does, that could move the cursor, recolour a
 * terminal, reorder the line, end it, or stand in it without being seen.
 */
export function escapeControls(text: string): string {
  // Most texts have none, and this is asked much faster than the properties of Unicode.
  if (/^[ -~]*$/.test(text)) return text
  return text.replace(unseen, (character) => shortEscapes[character] ?? escaped(character))
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16)
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}

/**
 * The text of a JSON document, in which nothing stands that is not seen. The values stay what they
 * are: the document is data, and whoever prints one of them escapes it.
 */
export function visibleJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent)
  if (/^[ -~\n]*$/.test(text)) return text
  return text.replace(unseen, (character) =>
    character === '\n' ? character : character.split('').map(escaped).join(''),
  )
}

/** `text` without a `##[`, which runners of pipelines read as a command wherever it stands. */
export function withoutOldCommands(text: string): string {
  return text.replace(/##(?=\u001b?[A-Za-z]*\[)/g, '# #')
}
