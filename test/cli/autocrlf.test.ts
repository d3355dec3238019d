import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { commit, git, initRepository } from '../review/repository.ts'
import { startBottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const files: Files = {
  'bottles/web.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
import labels from './labels.json' with { type: 'json' }
import notes from './notes.txt' with { type: 'text' }
import { preset } from './preset.ts'

export default bottle('web')
  .use(preset)
  .env({
    // how loud
    LOG: 'info',
    NO_PROXY: '*',
    NOTES: notes,
    SIZE: labels.size,
  })
  .acknowledge('BW032', 'it only compiles')
  .net(gvproxy('/run/bottles/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
  'bottles/notes.txt': 'one\ntwo\n',
  'bottles/labels.json': '{\n  "size": 1\n}\n',
  'bottles/preset.ts': `import type { BottleBuilder } from 'bottleworks'

export const preset = (builder: BottleBuilder) =>
  builder.env({
    TEXT: \`a
b\`,
  })
`,
  'bottles/ci.bottle.ts': `import { machine } from 'bottleworks'

export default machine('ci').image('./alpine.tar').cpus(2)
`,
  'bottles/all.bottle-test.ts': `import { expect, test } from 'bottleworks/test'
import web from './web.bottle.ts'

test('it is as it was', () => {
  expect(web).toHave('env.NOTES', 'one\\ntwo\\n')
  expect(web).toHave('env.TEXT', 'a\\nb')
})
`,
  'policies/size.policy.ts': `import { policy } from 'bottleworks/policy'

export default policy('team/size', { severity: 'warning' }, ({ bottle, report }) => {
  if (bottle.slug === 'ci') report('cpus', 'it has two')
})
`,
  'bottleworks.config.json': '{\n  "layout": "lines"\n}\n',
  '.gitattributes': '*.pem linguist-vendored\n',
}

const project = makeSharedProject(files)
const clones = ['lf', 'crlf'].map((name) => join(makeSharedProject(), name, 'project'))

async function run(folder: string, argv: readonly string[]) {
  const { status, stdout, stderr } = await startBottle(argv, { cwd: folder }).finished
  const text = (stdout + stderr).replaceAll(folder, 'PROJECT').replace(/in \d.\d\d s/g, 'in a time')
  return { status, text }
}

function clone(): void {
  for (const [folder, value] of [
    [clones[0], 'false'],
    [clones[1], 'true'],
  ] as const) {
    if (folder === undefined) continue
    rmSync(folder, { recursive: true, force: true })
    git(project, 'clone', '--quiet', '-c', `core.autocrlf=${value}`, project, folder)
  }
}

beforeAll(async () => {
  initRepository(project)
  expect((await run(project, ['synth'])).status).toBe(0)
  commit(project)
  const path = 'bottles/web.bottle.ts'
  const changed = (files[path] ?? '').replace("'info'", "'debug'")
  writeProject(project, {
    [path]: changed,
    'policies/size.policy.ts': (files['policies/size.policy.ts'] ?? '').replace('two', '2'),
  })
  expect((await run(project, ['synth'])).status).toBe(0)
  commit(project)
  clone()
})

describe('a clone with core.autocrlf', () => {
  it('is one in which git has put carriage returns', () => {
    const [lf = '', crlf = ''] = clones
    for (const path of ['bottles/web.bottle.ts', 'smolfiles/web/gvproxy.yaml']) {
      expect(readFileSync(join(lf, path), 'utf8')).not.toContain('\r')
      expect(readFileSync(join(crlf, path), 'utf8')).toMatch(/^(?:[^\r\n]*\r\n)+$/)
    }
  })

  it.each(
    [
      'vet smolfiles',
      'vet smolfiles/web/gvproxy.yaml',
      'diff --base HEAD',
      'diff --base HEAD~1',
      'diff --base HEAD~1 --json',
      'diff --base HEAD~1 --markdown',
      'diff --base HEAD~1 --html -',
      'explain web',
      'explain web --json',
      'reach',
      'reach --base HEAD~1',
      'can tcp 1.1.1.1:443',
      'gateway web',
      'test',
    ].map((line) => [line]),
  )('gives what any other gives: %s', async (line) => {
    const [lf, crlf] = await Promise.all(clones.map((each) => run(each, line.split(' '))))
    expect(crlf).toEqual(lf)
    expect(lf?.text).not.toBe('')
  })

  it('is compared with another side of either kind', async () => {
    const [lf = '', crlf = ''] = clones.map((each) => join(each, 'smolfiles'))
    const sides = [
      [lf, crlf],
      [crlf, lf],
      [join(lf, 'web/Smolfile'), join(crlf, 'web/Smolfile')],
    ]
    for (const argv of sides) {
      const { status, text } = await run(project, ['diff', ...argv])
      expect({ status, text }).toMatchObject({ status: 0 })
      expect(text).toContain('no bottle changed')
    }
  })

  it('is told apart by check, list and synth, also by the rules of a base', async () => {
    const [, crlf = ''] = clones
    const only = 'line ends alone differ: put "smolfiles/** text eol=lf" into .gitattributes'
    for (const more of [[], ['--base', 'HEAD'], ['--base', 'HEAD~1']]) {
      const { status, text } = await run(crlf, ['check', ...more])
      expect(status).toBe(2)
      expect(text).toContain('stale       smolfiles/web/Smolfile (the ends of its lines alone)\n')
      expect(text).toContain(only)
      expect(text).not.toContain('out of date')
    }
    const json = JSON.parse((await run(crlf, ['check', '--json'])).text) as {
      bottles: { slug: string; state: string; lineEndsOnly?: boolean }[]
    }
    expect(json.bottles.map(({ state, lineEndsOnly }) => [state, lineEndsOnly])).toEqual([
      ['stale', true],
      ['stale', true],
    ])
    expect((await run(crlf, ['list'])).text).not.toContain('hand-edited')
    expect((await run(crlf, ['synth', '--dry-run'])).text).toContain(
      'update smolfiles/web/Smolfile (the ends of its lines alone)',
    )
  })

  it('is healed by synth, and git sees no change', async () => {
    const [lf = '', crlf = ''] = clones
    expect((await run(crlf, ['synth'])).status).toBe(0)
    expect(readFiles(join(crlf, 'smolfiles'))).toEqual(readFiles(join(lf, 'smolfiles')))
    expect((await run(crlf, ['check'])).status).toBe(0)
    git(crlf, 'add', '--all')
    expect(git(crlf, 'status', '--porcelain')).toBe('')
    clone()
  })

  it('says which file of a bottle alone has other line ends', async () => {
    const [lf = ''] = clones
    for (const name of ['gvproxy.yaml', 'manifest.json']) {
      const path = join(lf, 'smolfiles/web', name)
      const before = readFileSync(path, 'utf8')
      writeFileSync(path, before.replaceAll('\n', '\r\n'))
      const { status, text } = await run(lf, ['check'])
      expect(status).toBe(2)
      expect(text).toContain(`smolfiles/web/${name} (the ends of its lines alone)`)
      expect((await run(lf, ['diff', '--base', 'HEAD'])).text).toContain('no bottle changed')
      expect((await run(lf, ['synth'])).status).toBe(0)
      expect(readFileSync(path, 'utf8')).toBe(before)
    }
  })

  it.each(['\r\n#', '\n\r', '\r', '\u0085\n', '\r\r\n', 'mixed'])(
    'does not heal a companion with other ends of lines: %j',
    async (ends) => {
      const [lf = ''] = clones
      const path = join(lf, 'smolfiles/web/gvproxy.yaml')
      const before = readFileSync(path, 'utf8')
      const text = ends === 'mixed' ? before.replace('\n', '\r\n') : before.replaceAll('\n', ends)
      writeFileSync(path, text)
      try {
        expect((await run(lf, ['vet', 'smolfiles/web/Smolfile'])).text).toContain('error BW020')
        expect((await run(lf, ['diff', '--base', 'HEAD'])).text).toContain('widens')
        const { status, text } = await run(lf, ['check'])
        expect(status).toBe(2)
        expect(text).toContain('hand-edited smolfiles/web/gvproxy.yaml\n')
      } finally {
        writeFileSync(path, before)
      }
    },
  )

  it.each([
    ['set', 'web', 'env.LOG', 'warning'],
    ['new', 'copy', '--from', 'ci'],
    ['rename', 'web', 'site', '--yes'],
    ['rm', 'ci'],
    ['import', 'smolfiles/ci/Smolfile', '--as', 'other'],
  ])('is edited as any other: %s', async (...argv) => {
    clone()
    const [lf, crlf] = await Promise.all(
      clones.map(async (each) => {
        const edited = await run(each, argv)
        const { status } = await run(each, ['synth'])
        git(each, 'add', '--all')
        return { edited, status, changes: git(each, 'diff', '--cached') }
      }),
    )
    expect(crlf).toEqual(lf)
    expect(lf).toMatchObject({ edited: { status: 0 }, status: 0 })
    expect(lf?.changes).not.toBe('')
  })
})
