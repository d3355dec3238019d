import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { reviewWorkflowFor } from '../../src/codemod/review-workflow.ts'
import { git, initRepository } from '../review/repository.ts'
import { bottle, run } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsc = join(root, 'node_modules/.bin/tsc')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const tarball = `PATH/bottleworks-${version}.tgz, which "npm pack" makes in a clone of bottleworks: no registry has it`

const files = { 'bottles/demo.bottle.ts': bottleSource('demo') }

/** Runs init twice: the second time must change nothing. Gives what the first said. */
function init(project: string) {
  const { status, stdout } = bottle(['init', '--json'], { cwd: project })
  const after = readFiles(project)
  const again = bottle(['init', '--json'], { cwd: project })
  expect(JSON.parse(again.stdout)).toMatchObject({ written: [], edited: [] })
  expect(again.status).toBe(status)
  expect(readFiles(project)).toEqual(after)
  return { status, after, ...JSON.parse(stdout) }
}

/** Makes the package of this repository the one that is installed. */
function install(project: string): void {
  mkdirSync(join(project, 'node_modules'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules/bottleworks'))
}

const dependent = JSON.stringify({ type: 'module', devDependencies: { bottleworks: 'x' } })

describe('bottle init', () => {
  it('writes nothing that GitHub alone reads with --no-github', () => {
    const project = makeProject()
    const { status, stdout } = bottle(['init', '--no-github', '--json'], { cwd: project })
    const { written } = JSON.parse(stdout)
    expect({ status, owners: written.includes('CODEOWNERS') }).toEqual({ status: 0, owners: true })
    expect(existsSync(join(project, '.github'))).toBe(false)
    expect(readFileSync(join(project, 'CODEOWNERS'), 'utf8')).not.toContain('.github')
    const added = JSON.parse(bottle(['init', '--github', '--json'], { cwd: project }).stdout)
    expect(added).toMatchObject({ written: ['.github/workflows/bottles.yml'], edited: [] })
  })
})

describe('bottle init in an empty folder', () => {
  it('writes a start, with synth behind it, and says what is to be done', () => {
    const project = makeProject()
    const { status, stdout, stderr } = bottle(['init'], { cwd: project })
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `wrote package.json
wrote tsconfig.json
wrote .gitignore
wrote .gitattributes
wrote .github/CODEOWNERS
wrote .github/workflows/bottles.yml
wrote bottles/demo.bottle.ts
wrote policies/no-writable-mounts.policy.ts
wrote bottles/demo.bottle-test.ts
wrote bottleworks.config.json
`,
      stderr: `bottleworks.config.json asks for one variable a line, which a diff then shows alone
next:
  npm install --save-dev ${tarball}
  npm run synth
`,
    })
    expect(bottle(['synth', '--strict'], { cwd: project }).status).toBe(0)
    expect(bottle(['test'], { cwd: project }).status).toBe(0)
    const { name, type } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
    expect(type).toBe('module')
    expect(name).toMatch(/^bottleworks-[a-z0-9-]+$/)
  })

  it('has nothing more to say when all is done', () => {
    const project = makeProject()
    init(project)
    install(project)
    const path = join(project, 'package.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8'))
    manifest.devDependencies.bottleworks = 'file:bottleworks.tgz'
    writeFileSync(path, JSON.stringify(manifest))
    expect(bottle(['synth'], { cwd: project }).status).toBe(0)
    const { status, stdout, stderr } = bottle(['init'], { cwd: project })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).not.toMatch(/wrote|edited|next/)
    expect(run(tsc, ['-p', project])).toMatchObject({ status: 0, stdout: '' })
  })

  it('writes attributes that hide nothing, and owners that are a comment', () => {
    const { after } = init(makeProject())
    expect(after['.gitattributes']).toBe('smolfiles/** text eol=lf\n')
    expect(after['.github/CODEOWNERS']).toBe(
      `# Who approves what bottles may get at. Name them, and take the # away:
# /bottles/ @your-team
# /policies/ @your-team
# /smolfiles/ @your-team
# /bottleworks.config.json @your-team
# /.gitattributes @your-team
# /.github/ @your-team
`,
    )
  })
})

describe('bottle init beside bottles that are there', () => {
  it('begins no bottle, no policy and no configuration', () => {
    const { written, kept } = init(makeProject({ ...files, 'package.json': dependent }))
    expect(written).toEqual([
      'tsconfig.json',
      '.gitignore',
      '.gitattributes',
      '.github/CODEOWNERS',
      '.github/workflows/bottles.yml',
    ])
    expect(kept).toEqual([])
  })

  it('takes the folders of the configuration', () => {
    const configuration = JSON.stringify({ bottles: 'vms', out: 'my [tree]' })
    const project = makeProject({ 'bottleworks.config.json': configuration })
    const { after } = init(project)
    expect(after['.gitattributes']).toBe('"my \\\\[tree]/**" text eol=lf\n')
    expect(after['.github/CODEOWNERS']).toContain('# /vms/ @your-team\n')
    expect(JSON.parse(after['tsconfig.json']).include).toEqual(['vms', 'policies'])
    initRepository(project)
    expect(git(project, 'check-attr', 'eol', '--', 'my [tree]/demo/Smolfile')).toMatch(/: eol: lf$/)
  })
})

describe('bottle init beside a package.json', () => {
  it('adds what is lacking, and keeps the rest byte for byte', () => {
    const before =
      '\ufeff{\r\n\t"name": "x",\r\n\t"scripts": {\r\n\t\t"check": "mine"\r\n\t}\r\n}\r\n'
    const { edited, next, after } = init(makeProject({ ...files, 'package.json': before }))
    expect(after['package.json']).toBe(
      '\ufeff{\r\n\t"name": "x",\r\n\t"scripts": {\r\n\t\t"check": "mine",\r\n\t\t"synth": "bottleworks synth",\r\n\t\t"test": "bottleworks test"\r\n\t},\r\n\t"type": "module"\r\n}\r\n',
    )
    expect(edited).toEqual([
      {
        path: 'package.json',
        changes: [
          '"type" is "module"',
          '"scripts"."synth" is "bottleworks synth"',
          '"scripts"."test" is "bottleworks test"',
        ],
      },
    ])
    expect(next).toEqual([`npm install --save-dev ${tarball}`, 'npm run synth'])
  })

  it('replaces what npm writes for no test', () => {
    const scripts = { test: 'echo "Error: no test specified" && exit 1' }
    const { after } = init(makeProject({ 'package.json': JSON.stringify({ scripts }, null, 2) }))
    expect(JSON.parse(after['package.json']).scripts.test).toBe('bottleworks test')
  })

  it('makes no modules of other code, of which bottle files are ones all the same', () => {
    const project = makeProject({ 'package.json': '{}', 'lib/index.js': 'module.exports = 1\n' })
    const { after } = init(project)
    expect(JSON.parse(after['package.json'])).not.toHaveProperty('type')
    install(project)
    expect(run(tsc, ['-p', project])).toMatchObject({ status: 0, stdout: '' })
  })

  it('calls the program, without fetching one, where the script is something else', () => {
    const manifest = { scripts: { synth: 'mine' }, dependencies: { bottleworks: 'x' } }
    const { next } = init(makeProject({ ...files, 'package.json': JSON.stringify(manifest) }))
    expect(next).toEqual(['npm install', 'npx --no-install bottleworks synth'])
  })

  it('says of one that it cannot edit what it is to have', () => {
    const { next } = init(makeProject({ ...files, 'package.json': '[]' }))
    expect(next[0]).toBe('package.json is not a JSON object: repair it, and run init again')
  })
})

describe('the words of the package manager', () => {
  it.each<[string, Files, readonly string[]]>([
    ['npm', { 'package-lock.json': '{}' }, ['npm install', 'npm run synth']],
    ['pnpm', { 'pnpm-lock.yaml': '' }, ['pnpm install', 'pnpm run synth']],
    ['yarn', { 'yarn.lock': '' }, ['yarn install', 'yarn run synth']],
    ['bun', { 'bun.lock': '' }, ['bun install', 'bun run synth']],
    ['bun', { 'bun.lockb': '' }, ['bun install', 'bun run synth']],
  ])('are those of %s, whose lockfile is there', (_, locks, next) => {
    const project = makeProject({ ...files, ...locks, 'package.json': dependent })
    const workflow =
      '.github/workflows/bottles.yml installs by a lockfile of npm, pnpm or yarn: keep one of them as well'
    const { next: said } = init(project)
    expect(said).toEqual(next.includes('bun install') ? [workflow, ...next] : next)
  })

  it('adds to the root of a workspace of pnpm, which wants to be told so', () => {
    const { next } = init(makeProject({ 'pnpm-workspace.yaml': 'packages: [apps/*]\n' }))
    expect(next[0]).toBe(`pnpm add --save-dev --workspace-root ${tarball}`)
  })

  it('are those that package.json names, before those of a lockfile', () => {
    const manifest = { ...JSON.parse(dependent), packageManager: 'pnpm@10.0.0+sha512.0' }
    const locks = { 'yarn.lock': '' }
    const project = makeProject({ ...files, ...locks, 'package.json': JSON.stringify(manifest) })
    expect(init(project).next).toEqual(['pnpm install', 'pnpm run synth'])
  })

  it('are those of the repository that the project is in', () => {
    const repository = makeProject({ 'pnpm-lock.yaml': '', 'vms/package.json': dependent })
    initRepository(repository)
    writeProject(join(repository, 'vms'), files)
    expect(init(join(repository, 'vms')).next).toEqual(['pnpm install', 'pnpm run synth'])
  })
})

/** The settings of an editor are those of the nearest tsconfig.json. */
function checkedBy(project: string, settings: string): readonly string[] {
  const { stdout } = run(tsc, ['-p', join(project, settings), '--listFilesOnly'])
  return stdout
    .split('\n')
    .flatMap((line) => (line.startsWith(`${project}/`) ? line.slice(project.length + 1) : []))
    .filter((path) => !path.includes('node_modules'))
}

describe('bottle init beside a tsconfig.json', () => {
  const bottles = ['bottles/demo.bottle.ts']

  it.each([
    ['has no include', '{ "compilerOptions": { "noEmit": true, "module": "esnext" } }'],
    ['includes all', '{ "include": ["**/*.ts"] }'],
    ['includes the folders', '{ "include": ["./bottles/", "policies/**/*"] } // mine\n'],
  ])('keeps one that %s', (_, text) => {
    const project = makeProject({ ...files, 'package.json': dependent, 'tsconfig.json': text })
    const { kept, after } = init(project)
    expect(kept).toContain('tsconfig.json')
    expect(after['tsconfig.json']).toBe(text)
    expect(checkedBy(project, '.')).toEqual(expect.arrayContaining(bottles))
  })

  it('puts the folders into one that only checks, and keeps its comments', () => {
    const text = `{
    // of the team
    "compilerOptions": {
        "noEmit": true, /* checks */
        "module": "preserve"
    },
    "include": [
        "src", // the program
    ]
}
`
    const project = makeProject({ ...files, 'tsconfig.json': text, 'src/a.ts': 'export {}\n' })
    const { edited, after } = init(project)
    expect(after['tsconfig.json']).toBe(
      text
        .replace('"preserve"', '"preserve",\n        "allowImportingTsExtensions": true')
        .replace('program\n', 'program\n        "bottles",\n        "policies",\n'),
    )
    expect(edited.at(0)).toEqual({
      path: 'tsconfig.json',
      changes: [
        '"include" has "bottles"',
        '"include" has "policies"',
        '"allowImportingTsExtensions" is true',
      ],
    })
    expect(checkedBy(project, '.')).toEqual(['src/a.ts', ...bottles])
    install(project)
    expect(run(tsc, ['-p', project])).toMatchObject({ status: 0, stdout: '' })
  })

  it.each([
    ['builds a program', { compilerOptions: { outDir: 'dist', rootDir: 'src' }, include: ['src'] }],
    ['names projects alone', { files: [], references: [{ path: './tsconfig.app.json' }] }],
    ['includes by what it extends', { extends: './base.json' }],
  ])('leaves one that %s, and writes settings into the folders', (_, settings) => {
    const text = JSON.stringify(settings)
    const others = { 'base.json': '{ "include": ["src"] }', 'src/a.ts': 'export {}\n' }
    const project = makeProject({ ...files, ...others, 'tsconfig.json': text })
    const { written, kept, after } = init(project)
    expect(kept).toContain('tsconfig.json')
    expect(after['tsconfig.json']).toBe(text)
    expect(written).toEqual(
      expect.arrayContaining(['bottles/tsconfig.json', 'policies/tsconfig.json']),
    )
    expect(checkedBy(project, 'bottles')).toEqual(bottles)
    install(project)
    expect(run(tsc, ['-p', join(project, 'bottles')])).toMatchObject({ status: 0, stdout: '' })
  })

  it('says of one that is no JSON what it is to have', () => {
    const project = makeProject({ ...files, 'package.json': dependent, 'tsconfig.json': 'mine' })
    const { next, after } = init(project)
    expect(after['tsconfig.json']).toBe('mine')
    expect(next[0]).toBe(
      'tsconfig.json is not JSON: repair it, and put "bottles" and "policies" into "include"',
    )
  })

  it('says when one takes bottle files for CommonJS', () => {
    const settings = { compilerOptions: { module: 'nodenext', noEmit: true } }
    const project = makeProject({
      ...files,
      'package.json': '{}',
      'tsconfig.json': JSON.stringify(settings),
      'index.js': '',
    })
    expect(init(project).next[0]).toMatch(/^tsconfig.json takes bottle files for CommonJS/)
  })
})

describe('bottle init in a folder of a repository', () => {
  it('puts workflow and owners at its root, with the path of the project, and ignores once', () => {
    const repository = makeProject({ '.gitignore': '/dist\nnode_modules\n', 'a/vms/x': '' })
    initRepository(repository)
    const { written } = init(join(repository, 'a/vms'))
    expect(written).toEqual(
      expect.arrayContaining(['../../.github/CODEOWNERS', '../../.github/workflows/bottles.yml']),
    )
    const workflow = readFileSync(join(repository, '.github/workflows/bottles.yml'), 'utf8')
    expect(workflow).toBe(reviewWorkflowFor('a/vms'))
    const other = join(repository, 'other')
    mkdirSync(other)
    expect(init(other).next[0]).toBe(
      '../.github/workflows/bottles.yml reviews other bottles: give it jobs with "PROJECT: other" as well',
    )
    expect(written).not.toContain('.gitignore')
    const owners = readFileSync(join(repository, '.github/CODEOWNERS'), 'utf8')
    expect(owners).toContain('# /a/vms/bottles/ @your-team\n')
    expect(owners).toContain('# /.github/ @your-team\n')
  })

  it('lets no name of a folder begin a line of its own', () => {
    const repository = makeProject({ 'a\n* @mallory\n/x': '' })
    initRepository(repository)
    init(join(repository, 'a\n* @mallory\n'))
    const written = readFileSync(join(repository, '.github/CODEOWNERS'), 'utf8')
    expect(written.match(/^[^#\n].*$/gm)).toBe(null)
    const workflow = readFileSync(join(repository, '.github/workflows/bottles.yml'), 'utf8')
    expect(workflow).not.toMatch(/^\s*\* @mallory/m)
  })

  it('adds to the owners that are there a comment, and nothing else', () => {
    const owners = '* @everybody\r\n'
    const repository = makeProject({ CODEOWNERS: owners })
    initRepository(repository)
    const { edited, after } = init(repository)
    expect(edited).toEqual([
      { path: 'CODEOWNERS', changes: ['a comment says who approves bottles'] },
    ])
    expect(after.CODEOWNERS?.startsWith(`${owners}\r\n# Who approves`)).toBe(true)
    expect(after.CODEOWNERS?.match(/^[^#\r\n].*$/gm)).toEqual(['* @everybody'])
    expect(after).not.toHaveProperty('.github/CODEOWNERS')
  })

  it('adds the attribute to attributes that are there', () => {
    const repository = makeProject({ '.gitattributes': '*.png binary' })
    const { after } = init(repository)
    expect(after['.gitattributes']).toBe('*.png binary\nsmolfiles/** text eol=lf\n')
    expect(init(makeProject({ '.gitattributes': '* text=auto eol=lf\n' })).kept).toContain(
      '.gitattributes',
    )
  })

  it('writes no package.json below one that has the tool', () => {
    const repository = makeProject({ 'package.json': dependent, 'vms/x': '', 'yarn.lock': '' })
    initRepository(repository)
    install(repository)
    const { written, next } = init(join(repository, 'vms'))
    expect(written).not.toContain('package.json')
    expect(next).toEqual(['yarn run bottleworks synth'])
  })

  it.each<[string, string, string, string]>([
    ['pnpm-workspace.yaml', 'packages:\n  - apps/*\n  - "!apps/old"\n', 'apps/old', 'packages'],
    ['package.json', '{ "workspaces": ["apps/*", "libs/**"] }', 'vms', 'workspaces'],
    ['package.json', '{ "workspaces": { "packages": ["apps/**"] } }', 'vms', 'workspaces'],
  ])(
    'says of a workspace, by its %s, that it is without the project',
    (file, text, outside, key) => {
      const repository = makeProject({ [file]: text, 'apps/new/x': '', [`${outside}/x`]: '' })
      initRepository(repository)
      expect(init(join(repository, 'apps/new')).next[0]).not.toContain('workspace')
      const up = outside.replace(/[^/]+/g, '..')
      expect(init(join(repository, outside)).next[0]).toBe(
        `${up}/${file} is of a workspace without this folder: put "${outside}" into "${key}"`,
      )
    },
  )

  it('leaves alone a repository that ignores the project', () => {
    const repository = makeProject({ '.gitignore': '*\n', 'vms/x': '' })
    initRepository(repository)
    expect(init(join(repository, 'vms')).written).toContain('.github/CODEOWNERS')
  })
})

describe('bottle init beside what it cannot read', () => {
  it('does the rest, names the link, and fails', () => {
    const elsewhere = makeProject({ 'tsconfig.json': '{}' })
    const project = makeProject(files)
    symlinkSync(join(elsewhere, 'tsconfig.json'), join(project, 'tsconfig.json'))
    symlinkSync(elsewhere, join(project, '.github'))
    const { status, stdout, stderr } = bottle(['init'], { cwd: project })
    expect(status).toBe(1)
    expect(stderr).toContain(
      `the output path "${join(project, 'tsconfig.json')}" is a symbolic link`,
    )
    expect(stderr).toContain(`the output path "${join(project, '.github')}" is a symbolic link`)
    expect(stderr).toContain('init leaves it as it is')
    expect(stdout).toBe('wrote package.json\nwrote .gitignore\nwrote .gitattributes\n')
    expect(readFiles(elsewhere)).toEqual({ 'tsconfig.json': '{}' })
  })

  it('keeps what is no file, or no text', () => {
    const project = makeProject({ ...files, 'tsconfig.json/x': '' })
    writeFileSync(join(project, '.gitignore'), Buffer.from([0xff, 0x0a]))
    const { status, diagnostics, written } = init(project)
    expect(status).toBe(1)
    expect(diagnostics.map(({ code }: { code: string }) => code)).toEqual(['BW202', 'BW202'])
    expect(written).toContain('package.json')
    expect(existsSync(join(project, 'tsconfig.json/x'))).toBe(true)
  })

  it('writes nothing where the configuration cannot be read', () => {
    const project = makeProject({ ...files, 'package.json': '{ "bottleworks": 1 }' })
    const { status, stdout, stderr } = bottle(['init'], { cwd: project })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('BW150')
    expect(stderr).toContain('nothing was written')
  })
})
