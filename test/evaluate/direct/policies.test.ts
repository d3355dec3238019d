import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DirectEvaluation } from '../../../src/evaluate/direct/direct.ts'
import { DirectPolicies } from '../../../src/evaluate/direct-policies.ts'
import { packBottles } from '../../../src/evaluate/sandbox/packed-inputs.ts'
import { Sandbox } from '../../../src/evaluate/sandbox/sandbox.ts'
import type { JudgedBottle } from '../../../src/language/policy/judged.ts'
import { ProjectContext } from '../../../src/project/context.ts'
import { judgedBottle } from '../../../src/project/policies/judged-bottle.ts'
import { writeProject } from '../../support/project.ts'
import { policyProgram } from './policy-programs.ts'

const root = new URL('../../..', import.meta.url).pathname
const bench = join(root, 'scripts/bench/policies')
const count = 900
const batch = 30

async function judgedOf(project: string): Promise<readonly JudgedBottle[]> {
  const sandbox = new Sandbox(project)
  const context = new ProjectContext({ project, sandbox })
  const { bottles } = await context.load()
  await sandbox.close()
  return bottles.map(judgedBottle)
}

/** Bottles of which all parts of reach have something. */
const bottles = {
  'bottles/wide.bottle.ts': `import { hostEnv, machine, tsi } from 'bottleworks'
export default machine('wide').image('ghcr.io/acme/agent:1').net(tsi()).cpus(8).env({ A_B: 'é😀', X: '1' })
  .secret('API_KEY', hostEnv('API_KEY')).ports({ host: 90, guest: 80 }).user('root')
  .volumes(['/home/me:/work', '/srv/cache:/cache:ro'])
  .acknowledge('acme/p1', 'SEC-12: a reason')`,
  'bottles/hosts.bottle.ts': `import { machine, virtioNet } from 'bottleworks'
export default machine('hosts').image('/images/a.tar')
  .net(virtioNet({ allowHosts: ['api.example.org', 'a.org'], allowHostPatterns: ['*.b.org'],
    allowCidrs: ['10.0.0.0/8', '192.0.2.7/32'], allowUdp: ['192.0.2.1:53'] }))`,
}

describe('policies that judge directly say what the sandbox says', () => {
  const folder = realpathSync(tmpdir())
  const project = join(folder, `bottleworks-direct-policies-${process.pid}`)
  let judged: readonly JudgedBottle[]

  beforeAll(async () => {
    mkdirSync(project)
    writeProject(project, bottles)
    judged = [...(await judgedOf(project)), ...(await judgedOf(realpathSync(root)))]
  })

  afterAll(() => rmSync(project, { recursive: true }))

  /** Where the two say something else, and how often the direct way says anything. */
  async function compare(files: readonly string[]) {
    const direct = new DirectEvaluation(project, new Map())
    const sandbox = new Sandbox(project)
    const wrong: unknown[] = []
    const said = { files: 0, verdicts: 0, reports: 0 }
    for (let from = 0; from < files.length; from += batch) {
      const own = files.slice(from, from + batch).flatMap((file) => {
        const policy = direct.policy(file)
        return policy === undefined ? [] : [{ file, policy }]
      })
      said.files += own.length
      const heard = new Map<string, unknown>()
      await sandbox.evaluate(
        own.map(({ file }) => file),
        (file, { printed: _, ...outcome }, inputs) => heard.set(file, { ...outcome, inputs }),
      )
      for (const { file, policy } of own) {
        const { definition, inputs } = policy
        const told = { kind: 'definitions', members: [definition], inputs }
        if (JSON.stringify(told) !== JSON.stringify(heard.get(file)))
          wrong.push({ file, told, heard: heard.get(file) })
      }
      // By itself each, since a policy that fails judges no more.
      for (const { file, policy } of own) {
        const verdicts = judged.map((bottle) => policy.judge(bottle))
        const asked = judged.filter((_, index) => verdicts[index] !== undefined)
        const { reports, failures, printed } = await sandbox.judge([file], packBottles(asked))
        const found = verdicts.filter((each) => each !== undefined)
        said.verdicts += found.length
        said.reports += found.flat().length
        const theirs = reports.map((each) => each.get(file))
        const isSame = JSON.stringify(found) === JSON.stringify(theirs)
        if (!isSame || failures.length > 0 || printed.flat().length > 0)
          wrong.push({ text: readFileSync(join(project, file), 'utf8'), found, theirs, failures })
      }
    }
    await sandbox.close()
    return { wrong, said }
  }

  it('of generated policies', async () => {
    const files = Array.from({ length: count }, (_, seed) => `policies/p${seed}.policy.ts`)
    mkdirSync(join(project, 'policies'))
    for (const [seed, file] of files.entries())
      writeFileSync(join(project, file), policyProgram(seed))
    const { wrong, said } = await compare(files)
    expect(wrong).toEqual([])
    expect(said.files).toBeGreaterThan(count / 3)
    expect(said.verdicts).toBeGreaterThan(count / 2)
    expect(said.reports).toBeGreaterThan(count / 2)
  }, 300_000)

  it('of policies that people write, of which none needs the sandbox', async () => {
    const files = readdirSync(bench)
    for (const name of files)
      writeProject(project, { [`real/${name}`]: readFileSync(join(bench, name), 'utf8') })
    const own = files.filter((name) => name.endsWith('.ts')).map((name) => `real/${name}`)
    const { wrong, said } = await compare(own)
    expect(wrong).toEqual([])
    expect(said).toMatchObject({ files: own.length, verdicts: own.length * judged.length })
    expect(said.reports).toBeGreaterThan(0)
  }, 60_000)

  it('and judge no more when a file that they are made of is another', async () => {
    const files = ['one/a.policy.ts', 'one/list.json']
    writeProject(project, {
      [files[0] ?? '']: `import { policy } from 'bottleworks/policy'
import list from './list.json' with { type: 'json' }
export default policy('acme/a', {}, ({ report }) => { for (const each of list) report('net', each) })`,
      [files[1] ?? '']: '["x"]',
    })
    const sandbox = new Sandbox(project)
    const policies = new DirectPolicies(sandbox)
    const policy = await policies.of('one/a.policy.ts')
    expect(policy?.judge(judged[0] as JudgedBottle)).toEqual([['', 'net', 'x', '']])
    const inputs = policy?.inputs ?? []
    const changed = inputs.map((each) => ({ ...each, hash: `${each.hash}0` }))
    const of = (made: typeof inputs) =>
      policies.judging(['one/a.policy.ts'], new Map([['one/a.policy.ts', made]]))
    expect((await of(inputs)).size).toBe(1)
    expect((await of(changed)).size).toBe(0)
    await sandbox.close()
  })
})
