/** A link of a Markdown file to another file, or to a place in one. */
export interface MarkdownLink {
  /** The path as it is written; empty for a place in the same file. */
  readonly path: string
  readonly anchor: string | undefined
}

/** The links and pictures of `text` that do not lead to another site. */
export function relativeLinks(text: string): readonly MarkdownLink[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#')
      return { path, anchor }
    })
}

/** The anchors that GitHub gives the headings of `text`, and those that are written out. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id))
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .replace(/\]\([^)]*\)/g, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  return anchors
}

/** `text` without what is in fences and between backticks. */
function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, '``')
}

function withoutFences(text: string): string {
  return text.replace(/^```.*?^```$/gms, '')
}
