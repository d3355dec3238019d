import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { bottleSource, makeSharedProject, writeProject } from '../support/project.ts'

const project = makeSharedProject()
const key = `ghp_${'a1B2'.repeat(9)}`

const policy = `import { policy } from 'bottleworks/policy'

export default policy('acme/term', { acknowledgeable: true }, ({ bottle, report }) => {
  report('env.TERM', bottle.slug + ' has a terminal')
})
`

interface Result {
  readonly ruleId: string
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations?: readonly unknown[]
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[]
}

function resultsOf(): readonly Result[] {
  const { status, stdout, stderr } = bottle(['diff', '--project', project, '--sarif', '-'])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout).runs[0].results
}

beforeAll(() => {
  writeProject(project, {
    'policies/term.policy.ts': policy,
    'bottles/web.bottle.ts': bottleSource(
      'web',
      `.net(gvproxy('/run/web.sock')).env({ TERM: 'dumb' })
  .acknowledge('BW017', 'OPS-1: only for a day, with ${key}')
  .acknowledge('acme/term', 'SEC-12: it is looked at', { at: 'env.TERM' })`,
    ),
  })
  expect(bottle(['synth', '--project', project])).toMatchObject({ status: 0 })
})

describe('in SARIF', () => {
  it('is what a bottle accepts, suppressed in its source, with the reason', () => {
    const accepted = resultsOf().filter(({ suppressions }) => suppressions !== undefined)
    expect(
      accepted.map(({ ruleId, level, message, suppressions }) => ({
        ruleId,
        level,
        text: message.text,
        suppressions,
      })),
    ).toEqual([
      {
        ruleId: 'BW017',
        level: 'note',
        text: 'web accepts BW017: OPS-1: only for a day, with ***',
        suppressions: [{ kind: 'inSource', justification: 'OPS-1: only for a day, with ***' }],
      },
      {
        ruleId: 'acme/term',
        level: 'note',
        text: 'web accepts acme/term at env.TERM: SEC-12: it is looked at',
        suppressions: [{ kind: 'inSource', justification: 'SEC-12: it is looked at' }],
      },
    ])
    expect(JSON.stringify(accepted.map(({ locations }) => locations))).toContain(
      'bottles/web.bottle.ts',
    )
  })

  it('is nothing that has no form of a code', () => {
    const manifest = join(project, 'smolfiles/web/manifest.json')
    const text = readFileSync(manifest, 'utf8')
    writeFileSync(manifest, text.replace('acme/term', 'acme/[term](x)'))
    const { stdout } = bottle([
      'diff',
      join(project, 'smolfiles'),
      join(project, 'smolfiles'),
      '--sarif',
      '-',
    ])
    const results: readonly Result[] = JSON.parse(stdout).runs[0].results
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['BW017'])
  })
})
