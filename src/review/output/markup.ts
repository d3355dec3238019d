import { escapeControls } from '../../diagnostic/text.ts'

/** Text that is HTML already. Only {@link html} makes it. */
class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type { Markup }

type Part = string | number | undefined | Markup | readonly Markup[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/**
 * HTML in which every value is escaped, and with it every character that could reorder the line.
 * Values may stand in content and in quoted attributes, and nowhere else.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const texts = parts.map(partText)
  return new Markup(
    template.reduce((text, piece, index) => `${text}${piece}${texts[index] ?? ''}`, ''),
  )
}

/** A text that no one else wrote, such as the style, as it is. */
export function trusted(text: string): Markup {
  return new Markup(text)
}

function partText(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(({ text }) => text).join('')
  return escapeControls(String(part)).replace(/[&<>"'`]/g, (character) => entities[character] ?? '')
}
