import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeProgram } from '../../src/cli/program.ts'
import { columnsOf } from '../../src/diagnostic/columns.ts'
import { bottleSource, makeProject, quietDevice } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'

function widest(text: string): number {
  return Math.max(...text.split('\n').map(columnsOf))
}

describe('80 columns', () => {
  it('hold the help of every command', async () => {
    const silent = () => {}
    const paint = (_style: string, text: string) => text
    const terminal = { out: silent, err: silent, note: silent, paintOut: paint, paintErr: paint }
    const names = makeProgram(terminal, silent).commands.map((command) => command.name())
    expect(names).toContain('synth')
    expect(widest((await runHere(['--help'])).stdout)).toBeLessThanOrEqual(80)
    for (const name of names) {
      const { stdout } = await runHere([name, '--help'])
      expect(widest(stdout), name).toBeLessThanOrEqual(80)
    }
  })

  it('hold what explain shows, with nothing left out', async () => {
    const calls = `.use(viaGateway())
  .env({ LONG: '${'value-'.repeat(60)}', WIDE: '${'日本'.repeat(30)}' }).env({ LONG: 'x' }).env({ LONG: '${'value-'.repeat(60)}' })
  .net(gvproxy('/run/demo.sock'))`
    const project = makeProject({
      'bottles/team/with-a-long-name/demo.bottle.ts': bottleSource('demo', calls),
    })
    const explain = (size = {}) => runHere(['explain', 'demo', '--project', project], size)
    const { status, stdout } = await explain({ width: 80 })
    expect(status).toBe(0)
    expect(widest(stdout)).toBeLessThanOrEqual(80)
    const plainly = (await explain()).stdout
    expect(stdout.replace(/\s+/g, '')).toBe(plainly.replace(/\s+/g, ''))
  })
})

describe('what is told of a project', () => {
  it('has a frame for what is missing at the end of a file', async () => {
    const project = makeProject({
      'bottles/broken.bottle.ts':
        "import { bottle } from 'bottleworks'\nexport default bottle('broken'\n\n",
      'broken.toml': 'x = [\n  "a",\n\n',
    })
    const source = await runHere(['check', '--project', project])
    expect(source.stderr).toContain(`bottles/broken.bottle.ts:2:31 error BW104`)
    expect(source.stderr).toContain(`     2 │ export default bottle('broken'
       │                               ^
`)
    const vetted = await runHere(['vet', join(project, 'broken.toml')])
    expect(vetted.stderr).toContain(`     2 │   "a",
       │       ^
`)
  })

  it('names what looks like a bottle file and is none', async () => {
    const other = makeProject({ 'hidden.bottle.ts': bottleSource('hidden') })
    const project = makeProject({
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'bottles/old.bottle.js': '',
      'bottles/team/mod.bottle.mts': '',
      'bottles/data.json': '{}',
    })
    mkdirSync(join(project, 'bottles/empty'))
    symlinkSync(other, join(project, 'bottles/linked'))
    const { status, stdout } = await runHere(['synth', '--project', project, '--json'])
    expect(status).toBe(0)
    const { diagnostics } = JSON.parse(stdout)
    const told = diagnostics.map(({ code, file, hint }: Record<string, string>) => [
      code,
      file,
      hint,
    ])
    expect(told).toEqual([
      ['BW108', 'bottles/linked', 'put its bottle files into a folder of the project'],
      ['BW108', 'bottles/old.bottle.js', 'rename it to old.bottle.ts'],
      ['BW108', 'bottles/team/mod.bottle.mts', 'rename it to mod.bottle.ts'],
    ])
  })

  it('says once that two bottles share a socket, and gives both places to programs', async () => {
    const calls = quietDevice('/run/x.sock')
    const project = makeProject({
      'bottles/a.bottle.ts': bottleSource('a', calls),
      'bottles/b.bottle.ts': bottleSource('b', calls),
    })
    const { stderr } = await runHere(['check', '--project', project])
    expect(stderr.match(/error BW013/g)).toHaveLength(1)
    expect(stderr).toContain('hint: also at bottles/b.bottle.ts:4:4\n1 error\n')
    const { stdout } = await runHere(['check', '--project', project, '--json'])
    expect(JSON.parse(stdout).diagnostics).toHaveLength(2)
  })

  it('hints at a slug where a file name is none', async () => {
    const project = makeProject({
      'bottles/mis_named.bottle.ts': bottleSource('fine'),
      'bottles/good.bottle.ts': bottleSource('other'),
    })
    const { stderr } = await runHere(['check', '--project', project])
    expect(stderr).toContain('hint: rename the file to fine.bottle.ts\n')
    expect(stderr).toContain('hint: rename the file to other.bottle.ts, or write "good"\n')
  })
})
