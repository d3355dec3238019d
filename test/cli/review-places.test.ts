import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { commit, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject, makeSharedProject, writeProject } from '../support/project.ts'

const warned = (hosts: string) =>
  bottleSource('web', `.net(gvproxy('/run/web.sock'))\n  .env({ NO_PROXY: '${hosts}' })`)

interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }
        }
      }[]
    }[]
  }[]
}

function urisIn(text: string): readonly string[] {
  const { runs } = JSON.parse(text) as Log
  return runs.flatMap(({ results }) =>
    results.flatMap(({ locations }) =>
      locations.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri),
    ),
  )
}

describe('of a project in a folder of a repository, which lies in a workspace', () => {
  const workspace = makeSharedProject()
  const root = join(workspace, 'change')
  const project = join(root, 'apps/a b')

  beforeAll(() => {
    writeProject(project, {
      'bottles/web.bottle.ts': warned('localhost'),
      'package.json': '{ "type": "module" }\n',
    })
    expect(bottle(['synth', '--project', project]).status).toBe(0)
    initRepository(root)
    commit(root)
    writeProject(project, { 'bottles/web.bottle.ts': warned('localhost,.corp.example,*') })
    expect(bottle(['synth', '--project', project]).status).toBe(0)
  })

  const diff = (...argv: readonly string[]) =>
    bottle(['diff', '--project', project, '--base', 'HEAD', ...argv], {
      cwd: workspace,
      env: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace },
    })

  it('annotations are at files of the repository', () => {
    const { stderr } = bottle(['check', '--project', project], {
      cwd: workspace,
      env: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace },
    })
    expect(stderr).toContain('::warning file=apps/a b/bottles/web.bottle.ts,line=')
  })

  it('SARIF is, too, and has a file for each result', () => {
    const { status, stdout } = diff('--sarif', '-')
    expect(status).toBe(0)
    const uris = urisIn(stdout)
    expect(uris.length).toBeGreaterThan(0)
    expect(new Set(uris)).toEqual(new Set(['apps/a%20b/bottles/web.bottle.ts']))
    expect(JSON.parse(stdout).runs[0].automationDetails.id).toBe('bottleworks/apps/a%20b/')
  })

  it('links are, too, in Markdown and on the page', () => {
    const page = join(workspace, 'page.html')
    const link = 'https://host.example/blob/0123/{file}#L{line}'
    const { stdout } = diff('--markdown', '--html', page, '--link', link)
    const url = 'https://host.example/blob/0123/apps/a%20b/bottles/web.bottle.ts#L'
    expect(stdout).toMatch(
      new RegExp(`at \\[\`bottles/web.bottle.ts:\\d+:\\d+\`\\]\\(<${url}\\d+>\\)`),
    )
    expect(readFileSync(page, 'utf8')).toMatch(
      new RegExp(`<a href="${url}\\d+" rel="noreferrer">bottles/web.bottle.ts:`),
    )
  })

  it('a result without a place is at the file of the project', () => {
    rmSync(join(project, 'smolfiles/web/Smolfile'))
    const { stdout } = diff('--sarif', '-', '--base', 'no-such-ref')
    expect(urisIn(stdout)).toEqual(['apps/a%20b/package.json'])
  })
})

describe('--link', () => {
  it('is refused when it could lead anywhere else, or is used for nothing', () => {
    const project = makeProject()
    const of = (...argv: readonly string[]) => {
      const { status, stderr } = bottle(['diff', '--project', project, ...argv])
      return `${status} ${stderr}`
    }
    expect(of('--markdown', '--link', 'javascript:alert(1)//{file}')).toMatch(
      /^64 .*--link is "javascript:alert\(1\)\/\/\{file\}"; it must be an http or https address/,
    )
    expect(of('--link', 'https://host/{file}')).toMatch(/^64 .*there is neither/)
  })
})
