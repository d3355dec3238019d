import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { anchorsOf, relativeLinks } from '../support/markdown.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

/** The links of a page that do not resolve. */
function broken(page: string, text: string): readonly string[] {
  return relativeLinks(text).flatMap(({ path, anchor }) => {
    const target = textOf(page, text, path)
    const isGood = target !== undefined && (anchor === undefined || anchorsOf(target).has(anchor))
    return isGood ? [] : [`${path}${anchor === undefined ? '' : `#${anchor}`}`]
  })
}

/** The text that `path` leads to from a page; undefined when it leads to nothing in here. */
function textOf(page: string, text: string, path: string): string | undefined {
  if (path === '') return text
  const target = join(dirname(page), path)
  if (target.startsWith('..') || !existsSync(join(root, target))) return undefined
  return statSync(join(root, target)).isFile() ? readFileSync(join(root, target), 'utf8') : ''
}

describe('the documentation', () => {
  it.each(pages)('%s has links that resolve', (page) => {
    expect(broken(page, readFileSync(join(root, page), 'utf8'))).toEqual([])
  })

  it('is searched for links that do not', () => {
    const text = '# One\n[a](b.md) [c](#one) [d](#two) `[e](f.md)` [g](../README.md#none)\n'
    expect(broken('docs/page.md', text)).toEqual(['b.md', '#two', '../README.md#none'])
  })

  it.each(pages.filter((page) => page.startsWith('docs')))('%s is linked to', (page) => {
    const linked = pages.flatMap((from) =>
      relativeLinks(readFileSync(join(root, from), 'utf8')).map(({ path }) =>
        join(dirname(from), path),
      ),
    )
    expect(linked).toContain(page)
  })

  it.each(pages)('%s names scripts that are there', (page) => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const named = [...readFileSync(join(root, page), 'utf8').matchAll(/npm run (?:-s )?([a-z:]+)/g)]
    for (const [, script] of named) expect(Object.keys(scripts)).toContain(script)
  })
})
