import type { FoundSecret } from './found-secret.ts'
import { namesSecret } from './names.ts'
import { readsSecret } from './options.ts'
import { isHarmless } from './references.ts'
import type { Word } from './words.ts'
import { wordsOf } from './words.ts'

/** `<<EOF`, `<<-'EOF'`. */
const opening = /<<-?[ \t]*(["']?)([A-Za-z_]\w{0,40})\1/

/**
 * The lines of here-documents of a shell that a command takes for a secret: `docker login
 * --password-stdin <<EOF`, `read -r TOKEN <<EOF`, `TOKEN=$(cat <<EOF`.
 */
export function hereDocumentsIn(text: string): readonly FoundSecret[] {
  if (!text.includes('<<') || !text.includes('\n')) return []
  const found: FoundSecret[] = []
  let open: { readonly end: string; readonly isSecret: boolean } | undefined
  let start = 0
  for (const line of text.split('\n')) {
    const content = line.trim()
    if (content === open?.end) open = undefined
    else if (open === undefined) open = documentOf(line)
    else if (open.isSecret && !isHarmless(content)) {
      const at = start + line.indexOf(content)
      // Of `user:password` the user may be seen.
      const skip = /^[\w.-]{1,64}:(?=.)/.exec(content)?.[0].length ?? 0
      const end = at + content.length
      found.push({ what: 'what is read as a secret', by: 'place', start: at + skip, end })
    }
    start += line.length + 1
  }
  return found
}

function documentOf(line: string) {
  const match = opening.exec(line)
  const end = match?.[2]
  if (match === null || end === undefined) return undefined
  const assigned = /([A-Za-z_]\w{0,80})=["']?\$\(\s*cat\s*$/.exec(line.slice(0, match.index))?.[1]
  const isSecret = (assigned !== undefined && namesSecret(assigned)) || takesSecret(wordsOf(line))
  return { end, isSecret }
}

function takesSecret(words: readonly Word[]): boolean {
  return readsSecret(words) || words.some(({ text }) => /^(?:\/\S*\/)?chpasswd$/.test(text))
}
