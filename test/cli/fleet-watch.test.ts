import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { program } from '../support/command.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'

const file = 'bottles/team.bottles.ts'

function source(...members: readonly string[]): string {
  return `import { bottle, fleet, gvproxy } from 'bottleworks'
const one = (slug: string) => bottle(slug).net(gvproxy(\`/run/\${slug}.sock\`)).acknowledge('BW017', 'a test')
export default fleet([${members.join(', ')}])
`
}

it('evaluates a fleet again when it changes, and writes what has changed', async () => {
  const project = makeProject({
    'bottles/web.bottle.ts': bottleSource('web'),
    [file]: source("one('a')", "one('b')"),
  })
  const argv = [program, 'watch', '--project', project, '--json', '--no-types']
  const { PATH } = process.env
  const env = { PATH, XDG_CACHE_HOME: project, XDG_DATA_HOME: project }
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  /** What became of the Smolfiles until a round is as good as it is to be: a change may take several. */
  const states = async (isToBeOk = true) => {
    const found: Record<string, string> = {}
    for (;;) {
      const { ok, written } = JSON.parse((await lines.next()).value ?? 'null')
      for (const { slug, state } of written) found[slug] = state
      if (ok === isToBeOk) return found
    }
  }
  expect(await states()).toEqual({ a: 'created', b: 'created', web: 'created' })
  writeProject(project, { [file]: source("one('a')", "one('b').env({ A: 1 })", "one('c')") })
  expect(await states()).toEqual({ b: 'updated', c: 'created' })
  writeProject(project, { [file]: `${source("one('a')")}throw new Error('half')\n` })
  expect(await states(false)).toEqual({})
  writeProject(project, { [file]: source("one('a')", "one('c')") })
  expect(await states()).toEqual({ b: 'removed' })
  child.kill('SIGTERM')
})
