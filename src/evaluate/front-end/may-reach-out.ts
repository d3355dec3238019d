/**
 * Whether there may be a declaration in a text that holds for others, valid or not: the compiler
 * goes on behind an error, and then takes what follows for code all the same.
 */
export function mayReachOut(text: string): boolean {
  return outward.test(text.includes('\\u') ? unescaped(text) : text)
}

/** What is between two tokens is a comment, or none of the visible characters of ASCII. */
const outward =
  /\b(?:module[^!-~]*(?:['"]|\/[/*])|global[^!-~]*(?:\{|\/[/*])|as[^!-~]*(?:namespace|\/[/*]))|<\s*reference\b/i

/** The compiler takes a keyword for one when letters of it are written as escapes, too. */
function unescaped(text: string): string {
  return text.replace(/\\u(?:\{0*([\da-f]{1,5})\}|([\da-f]{4}))/gi, (_, long, short) =>
    String.fromCodePoint(Number.parseInt(long ?? short, 16)),
  )
}
