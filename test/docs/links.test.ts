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

/** What is wrong with the links of a page, a line a link. */
function broken(page: string, text: string): readonly string[] {
  return relativeLinks(text).flatMap(({ path, anchor }) => {
    const target = path === '' ? page : join(dirname(page), path)
    const shown = `${path}${anchor === undefined ? '' : `#${anchor}`}`
    if (target.startsWith('..') || !existsSync(join(root, target))) return [shown]
    if (anchor === undefined) return []
    const there = statSync(join(root, target)).isFile()
      ? readFileSync(join(root, target), 'utf8')
      : ''
    return anchorsOf(path === '' ? text : there).has(anchor) ? [] : [shown]
  })
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
