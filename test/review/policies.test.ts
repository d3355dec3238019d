import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diffBase } from '../../src/review/diff-trees.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { commit, initRepository } from './repository.ts'

const policy = (name: string, options: string) => `import { policy } from 'bottleworks/policy'
import { allowed } from '../shared/allowed.ts'

export default policy('${name}', { ${options} }, ({ report }) => {
  if (allowed.length === 0) report('env', 'none')
})
`
const strict = "severity: 'error'"

/** The findings of a change of a project with one policy, as `class change path reason`. */
async function findings(change: (project: string) => void): Promise<readonly string[]> {
  const project = makeProject({
    'bottles/web.bottle.ts': bottleSource('web'),
    'policies/egress.policy.ts': policy('acme/egress', strict),
    'shared/allowed.ts':
      "import hosts from './hosts.json' with { type: 'json' }\nexport const allowed = hosts\n",
    'shared/hosts.json': '["a.test"]\n',
    'shared/other.json': '[]\n',
  })
  initRepository(project)
  commit(project)
  change(project)
  const { review, diagnostics } = await diffBase('main', { project })
  expect(diagnostics).toEqual([])
  const found = review?.configuration?.findings ?? []
  return found.map((each) => `${each.class} ${each.change} ${each.path}: ${each.reason}`)
}

const write = (path: string, text: string) => (project: string) =>
  writeFileSync(join(project, path), text)

describe('the review of policies', () => {
  it('has no finding where nothing of them has changed', async () => {
    expect(await findings(write('shared/other.json', '[1]\n'))).toEqual([])
  })

  it('shows each change of a file that a policy imports, wherever it is', async () => {
    expect(await findings(write('shared/hosts.json', '["a.test",\n"b.test"]\n'))).toEqual([
      'widens changed shared/hosts.json: a file that policies are made of has changed: 2 lines added, 1 removed',
    ])
  })

  it('shows that a policy is gone, is new, or has another name', async () => {
    const file = 'policies/egress.policy.ts'
    expect(await findings((project) => rmSync(join(project, file)))).toEqual([
      'widens removed acme/egress: a policy is gone',
      'widens removed policies/egress.policy.ts: policies are not made of this file any more',
      'widens removed shared/allowed.ts: policies are not made of this file any more',
      'widens removed shared/hosts.json: policies are not made of this file any more',
    ])
    const more = (project: string) =>
      writeProject(project, { 'policies/more.policy.ts': policy('acme/more', strict) })
    expect(await findings(more)).toEqual([
      'narrows added acme/more: a policy is new',
      'neutral added policies/more.policy.ts: policies are made of one more file',
    ])
    expect(await findings(write(file, policy('acme/other', strict)))).toEqual([
      'widens removed acme/egress: a policy is gone',
      'narrows added acme/other: a policy is new',
      'widens changed policies/egress.policy.ts: a file that policies are made of has changed: 1 line added, 1 removed',
    ])
  })

  it.each([
    [
      "severity: 'warning', acknowledgeable: false",
      ['widens changed acme/egress: what the policy reports does not fail any more'],
    ],
    [
      "severity: 'error', acknowledgeable: true",
      ['widens changed acme/egress: a bottle can accept what the policy reports'],
    ],
  ])('says what a policy is now: %s', async (options, expected) => {
    const found = await findings(write('policies/egress.policy.ts', policy('acme/egress', options)))
    expect(found).toEqual([...expected, expect.stringContaining('widens changed policies/egress')])
  })

  it('takes one that came to no end, or is behind a link, for gone', async () => {
    const broken = policy('acme/egress', strict).replace('({ report })', '(({ report })')
    expect(await findings(write('policies/egress.policy.ts', broken))).toContain(
      'widens removed acme/egress: a policy is gone',
    )
    const linked = (project: string) => {
      renameSync(join(project, 'policies'), join(project, 'elsewhere'))
      symlinkSync('elsewhere', join(project, 'policies'))
    }
    expect(await findings(linked)).toContain('widens removed acme/egress: a policy is gone')
  })
})
