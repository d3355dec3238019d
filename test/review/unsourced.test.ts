import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diffBase, diffSource } from '../../src/review/diff-trees.ts'
import { run } from '../support/command.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { assemble, smolfile } from '../support/tree.ts'
import { commit, git, initRepository } from './repository.ts'

const text = `name = "claude-bottle-web"
command = ["sleep", "infinity"]
env = ["A=1"]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/web.sock"
`
const web = smolfile('web', text)

type Place = (path: string) => string

/** A repository with the bottle `web`, of which the branch adds what `put` does. */
function makeBranch(put: (at: Place) => void, before: (at: Place) => void = () => {}): string {
  const project = makeProject({ 'bottles/web.bottle.ts': bottleSource('web') })
  const at = (path: string) => join(project, path)
  assemble(project, [web])
  before(at)
  initRepository(project)
  commit(project)
  put(at)
  return project
}

function write(path: string, content: string): void {
  writeProject('/', { [path]: content })
}

async function widening(project: string) {
  const { review, diagnostics } = await diffBase('main', { project })
  expect(diagnostics).toEqual([])
  const all = [...(review?.bottles ?? []), ...(review?.configuration ? [review.configuration] : [])]
  return all.flatMap(({ findings }) => findings).filter((each) => each.class === 'widens')
}

const cases: Readonly<Record<string, readonly [put: (at: Place) => void, slug: string]>> = {
  'a Smolfile without a manifest': [(at) => write(at('smolfiles/evil/Smolfile'), text), 'evil'],
  'a Smolfile in another case': [(at) => write(at('smolfiles/web/smolfile'), text), 'web/smolfile'],
  'a Smolfile further down': [
    (at) => write(at('smolfiles/nested/web/Smolfile'), text),
    'nested/web/Smolfile',
  ],
  'what is no TOML': [(at) => write(at('smolfiles/web/extra.txt'), 'hello!'), 'web/extra.txt'],
  'a Smolfile that cannot be read': [
    (at) => write(at('smolfiles/evil/Smolfile'), 'cpus = = 2'),
    'evil',
  ],
  'what is not UTF-8': [
    (at) => {
      mkdirSync(at('smolfiles/evil'))
      writeFileSync(at('smolfiles/evil/smolfile'), Buffer.from([0xff, 0xfe]))
    },
    'evil/smolfile',
  ],
  'a large file': [
    (at) => write(at('smolfiles/web/large'), 'x'.repeat(1024 * 1024 + 1)),
    'web/large',
  ],
  'an empty file': [(at) => write(at('smolfiles/web/empty'), ''), 'web/empty'],
  'a link': [(at) => symlinkSync('web', at('smolfiles/evil')), 'evil'],
  'a link that leads nowhere': [(at) => symlinkSync('/no', at('smolfiles/web/a')), 'web/a'],
  'a link in the place of a Smolfile': [
    (at) => {
      rmSync(at('smolfiles/web/Smolfile'))
      symlinkSync('../../other', at('smolfiles/web/Smolfile'))
    },
    'web/Smolfile',
  ],
  'a pipe': [(at) => void run('mkfifo', [at('smolfiles/web/pipe')]), 'web/pipe'],
  'a name that is not UTF-8': [
    (at) =>
      writeFileSync(Buffer.concat([Buffer.from(at('smolfiles/web/S')), Buffer.from([0xff])]), ''),
    'web/S\\xff',
  ],
  'an empty folder': [(at) => mkdirSync(at('smolfiles/evil')), 'evil'],
  'a bottle that moves to where no manifest is': [
    (at) => {
      rmSync(at('smolfiles/web'), { recursive: true })
      write(at('smolfiles/evil/Smolfile'), text)
    },
    'evil',
  ],
}

describe('a file that a branch adds and no bottle accounts for', () => {
  it.each(Object.entries(cases))('widens: %s', async (_title, [put, slug]) => {
    const project = makeBranch(put)
    const found = await widening(project)
    expect(found.filter(({ setting }) => setting === 'file').map((each) => each.slug)).toContain(
      slug,
    )
  })

  it('is compared as a new bottle, with all that it reaches', async () => {
    const project = makeBranch((at) => write(at('smolfiles/web/smolfile'), text))
    const { review } = await diffBase('main', { project })
    const added = review?.bottles.find(({ slug }) => slug === 'web/smolfile')
    expect(added).toMatchObject({ state: 'added', dialect: 'claude-bottle' })
    const paths = added?.findings.map(({ path }) => path.replace(/[.[].*/, '')) ?? []
    expect([...new Set(paths)]).toEqual(expect.arrayContaining(['file', 'bottle', 'env', 'net']))
  })

  it('is no change when the base has it just so, links and odd names too', async () => {
    const put = (at: Place) => {
      write(at('smolfiles/evil/Smolfile'), text)
      write(at('smolfiles/web/extra.txt'), 'hello!')
      symlinkSync('web', at('smolfiles/link'))
      writeFileSync(
        Buffer.concat([Buffer.from(at('smolfiles/web/S')), Buffer.from([0xff])]),
        'text',
      )
    }
    expect(await widening(makeBranch(() => {}, put))).toEqual([])
    const change = (at: Place) => write(at('smolfiles/web/extra.txt'), 'other')
    expect((await widening(makeBranch(change, put))).map(({ slug }) => slug)).toEqual([
      'web/extra.txt',
    ])
  })

  it('is new for what synth would change, which leaves it where it is', async () => {
    const project = makeBranch((at) => write(at('smolfiles/evil/Smolfile'), text))
    const { review } = await diffSource({ project })
    expect(review?.bottles.find(({ slug }) => slug === 'evil')?.state).toBe('added')
  })
})

describe('attributes that a branch adds', () => {
  const hiding: readonly (readonly [file: string, line: string, attribute: string])[] = [
    ['.gitattributes', 'smolfiles/** linguist-generated', 'linguist-generated'],
    ['.gitattributes', 'smolfiles/** linguist-generated=true', 'linguist-generated'],
    ['.gitattributes', '* linguist-vendored', 'linguist-vendored'],
    ['.gitattributes', '* gitlab-generated', 'gitlab-generated'],
    ['.gitattributes', '* linguist-documentation', 'linguist-documentation'],
    ['.gitattributes', '* export-subst', 'export-subst'],
    ['.gitattributes', 'smolfiles/** export-ignore', 'export-ignore'],
    ['.gitattributes', '*file -diff', 'diff'],
    ['.gitattributes', '* diff=secret', 'diff'],
    ['.gitattributes', '* binary', 'diff'],
    ['.gitattributes', '[attr]quiet -diff\n* quiet', 'diff'],
    ['.gitattributes', '* ident', 'ident'],
    ['.gitattributes', '* filter=lfs', 'filter'],
    ['.gitattributes', '* working-tree-encoding=UTF-16', 'working-tree-encoding'],
    ['.gitattributes', '* encoding=utf-16', 'encoding'],
    ['.gitattributes', '* eol=crlf', 'eol'],
    ['smolfiles/.gitattributes', 'Smolfile -diff', 'diff'],
    ['smolfiles/web/.gitattributes', '* -diff', 'diff'],
  ]

  it.each(hiding)('widen in %s: %s', async (file, line, attribute) => {
    const found = await widening(makeBranch((at) => write(at(file), `${line}\n`)))
    expect(found.map(({ path }) => path)).toContain(`attributes.${attribute}`)
  })

  it.each(hiding)('are a warning of check in %s: %s', async (file, line) => {
    const project = makeBranch((at) => write(at(file), `${line}\n`))
    const { planSynth } = await import('../../src/synth.ts')
    const look = { project, types: false, attributes: true }
    const codes = async (strict: boolean) => {
      const { ok, diagnostics } = await planSynth({ ...look, strict })
      return { ok, codes: diagnostics.map(({ code }) => code) }
    }
    expect(await codes(false)).toEqual({ ok: true, codes: expect.arrayContaining(['BW138']) })
    expect(await codes(true)).toMatchObject({ ok: false })
  })

  it.each([
    'smolfiles/** text eol=lf',
    '*.ts -diff',
    'smolfiles/** -linguist-generated',
    'smolfiles/** linguist-generated=false',
    'smolfiles/** diff',
    '* -filter -ident',
  ])('do not widen when they hide nothing: %s', async (line) => {
    expect(await widening(makeBranch((at) => write(at('.gitattributes'), `${line}\n`)))).toEqual([])
  })

  it('do not widen when the base has them', async () => {
    const put = (at: Place) => write(at('.gitattributes'), '* -diff\n')
    expect(await widening(makeBranch(() => {}, put))).toEqual([])
  })

  it('count above a project that is in a folder of its repository, and in the clone alone', async () => {
    const repository = makeProject()
    const project = join(repository, 'agents')
    writeProject(repository, { 'agents/bottles/web.bottle.ts': bottleSource('web') })
    assemble(project, [web])
    initRepository(repository)
    commit(repository)
    writeProject(repository, { '.git/info/attributes': '* -diff\n' })
    expect(await widening(project)).toEqual([])
    const { planSynth } = await import('../../src/synth.ts')
    const { diagnostics } = await planSynth({ project, types: false, attributes: true })
    expect(diagnostics.map(({ code, origin }) => [code, origin?.file])).toEqual([
      ['BW138', 'smolfiles/web/Smolfile'],
    ])
    writeProject(repository, { '.gitattributes': 'agents/** -diff\n' })
    expect((await widening(project)).map(({ path }) => path)).toEqual(['attributes.diff'])
  })

  it('are an error when git would take for ever to say', { timeout: 60_000 }, async () => {
    const slug = 'a'.repeat(60)
    const project = makeBranch((at) => {
      write(at(`smolfiles/${slug}/Smolfile`), text)
      write(at('.gitattributes'), `smolfiles/${'*a'.repeat(30)}b/* -diff\n`)
    })
    const { diagnostics } = await diffBase('main', { project })
    expect(diagnostics.map(({ code }) => code)).toEqual(['BW202'])
  })

  it('are none of a repository outside of which the project is', async () => {
    const project = makeProject({
      'bottles/web.bottle.ts': bottleSource('web'),
      '.gitattributes': '* -diff\n',
    })
    const { planSynth } = await import('../../src/synth.ts')
    const { diagnostics } = await planSynth({ project, types: false, attributes: true })
    expect(diagnostics).toEqual([])
    expect(git(project, '--version')).toContain('git')
  })
})
