import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namesInRepository } from '../../src/files/repository-names.ts'
import { withOrigins } from '../../src/review/finding.ts'
import { reviewAsHtml } from '../../src/review/output/html.ts'
import { linksTo, objectionToLink } from '../../src/review/output/link.ts'
import { reviewAsMarkdown } from '../../src/review/output/markdown.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { nastyText } from '../support/nasty-text.ts'
import { makeProject } from '../support/project.ts'
import { bottleOf, treeOf } from './case-trees.ts'

const template = 'https://host.example/blob/0123abc/{file}#L{line}'

describe('a template of links', () => {
  it.each([
    template,
    'http://localhost:8080/{file}',
    'https://[::1]/x?path={file}&line={line}',
    'HTTPS://host/{file}/{line}/{file}',
  ])('may be %s', (each) => {
    expect(objectionToLink(each)).toBeUndefined()
    const linkTo = linksTo(each, (file) => file)
    expect(linkTo({ file: 'a.ts', line: 3 })).toMatch(/^https?:\/\/.*a\.ts/)
  })

  it.each([
    ['javascript:alert(1)//{file}', 'http or https'],
    [' https://host/{file}', 'visible'],
    ['java\nscript:{file}', 'visible'],
    ['data:text/html,{file}', 'http or https'],
    ['//host/{file}', 'http or https'],
    ['file:///{file}', 'http or https'],
    ['https:{file}', 'http or https'],
    ['https:///{file}', 'http or https'],
    ['https://{file}/x', 'http or https'],
    ['https://host{file}', 'http or https'],
    ['https://host:{line}/{file}', 'http or https'],
    ['https://user:secret@host/{file}', 'without a user'],
    ['https://host:99999/{file}', 'http or https'],
    ['https://host\\@evil/{file}', 'visible'],
    ['https://host/{path}', 'the placeholder "path"'],
    ['https://host/{file}/{constructor}', 'the placeholder "constructor"'],
    ['https://host/#L{line}', 'the placeholder {file}'],
    ['https://host/\u202e{file}', 'visible'],
    [`https://host/{file}${'x'.repeat(2000)}`, 'at most 2000'],
    ['', 'http or https'],
  ])('may not be %j', (each, reason) => {
    expect(objectionToLink(each)).toContain(reason)
  })
})

describe('a link', () => {
  it('names the file and the line', () => {
    const linkTo = linksTo(template, (file) => `apps/x/${file}`)
    expect(linkTo({ file: 'bottles/a.bottle.ts', line: 3, column: 5 })).toBe(
      'https://host.example/blob/0123abc/apps/x/bottles/a.bottle.ts#L3',
    )
  })

  it('has no line where none is known', () => {
    const linkTo = linksTo(template, (file) => file)
    expect(linkTo({ file: 'a.ts' })).toBe('https://host.example/blob/0123abc/a.ts')
    const other = linksTo('https://host/?f={file}&l={line}', (file) => file)
    expect(other({ file: 'a.ts' })).toBe('https://host/?f=a.ts&l=1')
  })

  it('is of no file outside of the repository, and of none in a commit', () => {
    const linkTo = linksTo(template, namesInRepository(makeProject({ '.git/HEAD': '' })))
    expect(linkTo({ file: '../x.ts', line: 1 })).toBeUndefined()
    expect(linkTo({ file: '/etc/passwd' })).toBeUndefined()
    expect(linkTo({ file: 'main:a.ts', line: 1, inCommit: true })).toBeUndefined()
  })

  it('goes to its host, and to its file alone, whatever that is called', () => {
    const linkTo = linksTo('https://host/x/{file}?a=1&copy=2#L{line}', (file) => file)
    fc.assert(
      fc.property(fc.array(nastyText, { minLength: 1, maxLength: 4 }), (parts) => {
        const names = parts.map((part) => `n${part.replaceAll('/', '')}`)
        const url = linkTo({ file: names.join('/'), line: 7 }) ?? ''
        expect(url).toMatch(/^[!-~]+$/)
        expect(url).not.toMatch(/[<>()[\]\\`"'{}|^]/)
        const { origin, pathname, search, hash } = new URL(url)
        expect([origin, search, hash]).toEqual(['https://host', '?a=1&copy=2', '#L7'])
        const decoded = pathname.split('/').slice(2).map(decodeURIComponent)
        expect(decoded).toEqual(names.map((name) => name.replace(/\p{Surrogate}/gu, '\ufffd')))
      }),
    )
  })

  it('is of the place in Markdown and HTML, and cannot be left there', () => {
    const text = (host: string) => `image = "a"\n[network]\nallow_hosts = ["${host}"]\n`
    const file = 'bottles/`](x) <b>&"\' a.ts'
    const review = withOrigins(
      reviewTrees(
        treeOf(bottleOf('web', text('a.example'))),
        treeOf(bottleOf('web', text('b.example'))),
      ),
      () => ({ file, line: 2, column: 3 }),
    )
    const linkTo = linksTo('https://host/{file}?a=1&copy=2#L{line}', (name) => name)
    const encoded = 'bottles/%60%5D%28x%29%20%3Cb%3E%26%22%27%20a.ts?a=1&amp;copy=2#L2'
    const markdown = reviewAsMarkdown(review, linkTo)
    expect(markdown).toContain(`\`\`](<https://host/${encoded}>)`.slice(2))
    expect(markdown.match(/\]\(</g)).toHaveLength(markdown.match(/host\/bottles/g)?.length ?? 0)
    const page = reviewAsHtml(review, linkTo)
    expect(page).toContain(`<a href="https://host/${encoded}" rel="noreferrer">`)
    expect(reviewAsMarkdown(review)).not.toContain('](<')
    expect(reviewAsHtml(review)).not.toContain('<a ')
  })
})

describe('the name of a file in its repository', () => {
  it('begins at the nearest .git above the real folder', () => {
    const root = makeProject({ '.git/HEAD': '', 'apps/x/inner/.git': 'gitdir: elsewhere' })
    expect(namesInRepository(join(root, 'apps/x'))('bottles/a.ts')).toBe('apps/x/bottles/a.ts')
    expect(namesInRepository(join(root, 'apps/x'))('../y.ts')).toBe('apps/y.ts')
    expect(namesInRepository(join(root, 'apps/x/inner'))('a.ts')).toBe('a.ts')
    mkdirSync(join(root, 'apps/y'))
    symlinkSync(join(root, 'apps/x'), join(root, 'apps/y/link'))
    expect(namesInRepository(join(root, 'apps/y/link'))('a.ts')).toBe('apps/x/a.ts')
  })

  it('is absolute of a file elsewhere', () => {
    const root = makeProject({ '.git/HEAD': '' })
    expect(namesInRepository(root)('../other/a.ts')).toMatch(/^\/.*\/other\/a\.ts$/)
  })

  it('begins at the given root, or at the folder, without a repository', () => {
    const root = makeProject({ 'apps/x/a.ts': '' })
    expect(namesInRepository(join(root, 'apps'), root)('x/a.ts')).toBe('apps/x/a.ts')
    expect(namesInRepository(join(root, 'apps'))('x/a.ts')).toBe('x/a.ts')
  })
})
