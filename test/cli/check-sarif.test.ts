import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Ajv from 'ajv'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { bottleSource, makeSharedProject, writeProject } from '../support/project.ts'

const project = makeSharedProject()
const key = `ghp_${'a1B2'.repeat(9)}`

const require = createRequire(import.meta.url)
const readJson = (name: string): object => JSON.parse(readFileSync(require.resolve(name), 'utf8'))
const ajv = new Ajv({ schemaId: 'auto', allErrors: true, format: 'full' })
ajv.addMetaSchema(readJson('ajv/lib/refs/json-schema-draft-04.json'))
const validate = ajv.compile(readJson('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'))

interface Log {
  readonly runs: readonly [
    {
      readonly automationDetails: { readonly id: string }
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
      readonly results: readonly {
        readonly ruleId: string
        readonly level: string
        readonly message: { readonly text: string }
        readonly locations: readonly {
          readonly physicalLocation: {
            readonly artifactLocation: { readonly uri: string }
            readonly region?: { readonly startLine: number }
          }
        }[]
        readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[]
      }[]
    },
  ]
}

/** The results as `level rule file:line`, with how they are suppressed. */
function resultsOf(text: string): readonly string[] {
  const log: Log = JSON.parse(text)
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  const [{ automationDetails, tool, results }] = log.runs
  expect(automationDetails.id).toBe('bottleworks-check/')
  expect(tool.driver.rules.map(({ id }) => id)).toEqual(
    [...new Set(results.map(({ ruleId }) => ruleId))].sort(),
  )
  return results.map(({ ruleId, level, locations, suppressions = [] }) => {
    const { artifactLocation, region } = locations[0]?.physicalLocation ?? {}
    const place = `${artifactLocation?.uri}:${region?.startLine ?? ''}`
    return [level, ruleId, place, ...suppressions.map(({ kind }) => kind)].join(' ')
  })
}

const reported = {
  'policies/term.policy.ts': `import { policy } from 'bottleworks/policy'

export default policy('acme/term', { acknowledgeable: true }, ({ bottle, report }) => {
  report('env.TERM', bottle.slug + ' has a [terminal] of {0} with ${key}\\u202e')
})
`,
  'bottles/web.bottle.ts': bottleSource(
    'web',
    `.net(gvproxy('/run/web.sock', { address: '127.77.0.2' })).env({ TERM: 'dumb' })
  .acknowledge('acme/term', 'SEC-12: it is looked at', { at: 'env.TERM' })`,
  ),
  'bottles/api.bottle.ts': bottleSource(
    'api',
    `.net(gvproxy('/run/api.sock', { address: '127.77.0.3' })).env({ TERM: 'dumb' })`,
  ),
}

describe('the log of a check', () => {
  const check = (...more: readonly string[]) =>
    bottle(['check', '--no-types', '--project', project, ...more])

  it('has what policies report, and what bottles accept as suppressed', () => {
    writeProject(project, reported)
    const file = join(project, 'out.sarif')
    const { status, stdout } = check('--sarif', file)
    const text = readFileSync(file, 'utf8')
    expect(resultsOf(text)).toEqual([
      'error acme/term bottles/api.bottle.ts:4',
      'note acme/term bottles/web.bottle.ts: inSource',
    ])
    expect(status).toBe(1)
    expect(stdout).not.toContain('$schema')
    expect(text).toContain('api has a \\\\[terminal\\\\] of {{0}}')
    expect(text).not.toContain(key)
    expect(text).not.toContain('\u202e')
  })

  it('has the same when nothing has changed since it was synthesized', () => {
    writeProject(project, {
      'bottles/api.bottle.ts': reported['bottles/api.bottle.ts'].replace(
        ".env({ TERM: 'dumb' })",
        ".env({ TERM: 'dumb' }).acknowledge('acme/term', 'SEC-13: as well')",
      ),
    })
    expect(bottle(['synth', '--no-types', '--project', project]).status).toBe(0)
    for (const _ of [1, 2]) {
      const { status, stdout, stderr } = check('--sarif', '-')
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(resultsOf(stdout)).toEqual([
        'note acme/term bottles/api.bottle.ts: inSource',
        'note acme/term bottles/web.bottle.ts: inSource',
      ])
    }
  })

  it('has what is wrong with a policy, and what stands in the output tree by itself', () => {
    writeProject(project, {
      'smolfiles/other/Smolfile': 'name = "x"\n',
      'policies/bad.policy.ts': `import { policy } from 'bottleworks/policy'
export default policy('acme/bad', {}, () => { throw new Error('no') })
`,
    })
    const { status, stdout } = check('--sarif', '-')
    expect(status).toBe(1)
    expect(resultsOf(stdout)).toContainEqual(expect.stringMatching(/^error BW110 policies\/bad/))
  })

  it('is no document beside that of --json', () => {
    const { status, stderr } = check('--json', '--sarif', '-')
    expect({ status, stderr }).toEqual({
      status: 64,
      stderr: expect.stringContaining('--json and --sarif - exclude each other'),
    })
    const { stdout } = check('--json', '--sarif', join(project, 'beside.sarif'))
    expect(JSON.parse(stdout)).toMatchObject({ ok: false })
    expect(existsSync(join(project, 'beside.sarif'))).toBe(true)
  })

  it('that cannot be written fails the check', () => {
    const { status, stderr } = check('--sarif', join(project, 'bottles/web.bottle.ts/x.sarif'))
    expect(status).toBe(1)
    expect(stderr).toContain('web.bottle.ts/x.sarif')
  })
})
