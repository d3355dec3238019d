import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changeSettingIn } from '../../src/codemod/change-setting.ts'
import { openContext } from '../support/context.ts'
import { makeSharedProject } from '../support/project.ts'

const project = makeSharedProject({ 'bottles/x.bottle.ts': '' })
const context = openContext(project)
const file = join(project, 'bottles/x.bottle.ts')

async function change(source: string, path: string, words?: readonly string[]) {
  writeFileSync(file, source)
  const edit = { slug: 'x', path, ...(words ? { words } : {}) }
  const { diagnostics } = await changeSettingIn(context(), edit)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return { source: readFileSync(file, 'utf8'), errors: errors.map(({ code }) => code) }
}

const named = "import { bottle, gib, gvproxy, machine, virtioNet } from 'bottleworks'\n"
const space = "import * as bw from 'bottleworks'\n"
const renamed = "import { machine as vm, virtioNet as vn, gib as G } from 'bottleworks'\n"
const net = "net(gvproxy('/run/x.sock'))"

describe('a value that is plain to see', () => {
  it.each<readonly [source: string, path: string, words: string | undefined, wanted: string]>([
    // What is said of a type stays.
    [`bottle('x').env({ A: 1 } as const).${net}`, 'env.A', '2', `{ A: 2 } as const`],
    [`bottle('x').env({ A: 1 } satisfies object).${net}`, 'env.B', '2', `{ A: 1, B: 2 } satisfies`],
    [`bottle('x').env(<object>{ A: 1, B: 2 }).${net}`, 'env.A', undefined, `env(<object>{ B: 2 })`],
    [`machine('x').cpus((2) as number)`, 'cpus', '3', 'cpus((3) as number)'],
    [`machine('x').cpus(2!)`, 'cpus', '3', 'cpus(3!)'],
    [`machine('x').cmd('a' as const, 'b')`, 'cmd[0]', 'c', `cmd('c' as const, 'b')`],
    [`machine('x').image('a' as string as never)`, 'image', 'b', `image('b')`],
    [`machine('x').cpus(2) satisfies object`, 'cpus', '3', 'cpus(3) satisfies object'],
    [`(machine('x') as typeof m).cpus(2)\nconst m = machine('x')`, 'cpus', '3', 'cpus(3)'],
    // What is spread there stands there.
    [`machine('x').cmd(...['a', 'b'], 'c')`, 'cmd[1]', 'z', `cmd(...['a', 'z'], 'c')`],
    [`machine('x').cmd(...['a', 'b'], 'c')`, 'cmd[0]', undefined, `cmd(...['b'], 'c')`],
    [`machine('x').cmd(...['a'], 'c')`, 'cmd[0]', undefined, `cmd('c')`],
    [`machine('x').cmd('z', ...(['a', 'b'] as const))`, 'cmd', 'z', `cmd('z')`],
    [`machine('x').cmd(...['a', 'b'])`, 'cmd[2]', 'c', `cmd(...['a', 'b'], 'c')`],
    [`machine('x').env({ ...{ A: 1 }, B: 2 })`, 'env.A', '3', '{ ...{ A: 3 }, B: 2 }'],
    [`machine('x').env({ ...{ A: 1 }, B: 2 })`, 'env.A', undefined, 'env({ B: 2 })'],
    [`machine('x').env({ ...{ A: 1, C: 1 } })`, 'env.A', undefined, 'env({ ...{ C: 1 } })'],
    // A computed part stays, and what stands beside it can be changed.
    [
      `machine('x').net(virtioNet({ allowHosts: [...hosts], blockPrivate: false }))\nconst hosts = ['a.example']`,
      'network.block_private',
      'true',
      `allowHosts: [...hosts], blockPrivate: true`,
    ],
  ])('%s: %s is set to %s', async (expression, path, word, wanted) => {
    // A name is to be there before it is used.
    const [exported = '', ...before] = expression.split('\n')
    const text = `${named}${before.map((line) => `${line}\n`).join('')}export  default ${exported}\n`
    const { source, errors } = await change(text, path, word === undefined ? undefined : [word])
    expect({ source, errors }).toEqual({ source: expect.stringContaining(wanted), errors: [] })
  })

  it.each([
    ['memory', '3gib', 'bw.gib(3)'],
    ['memory', '100', 'bw.mib(100)'],
    [
      'network.allow_hosts[1]',
      'b.example',
      "bw.virtioNet({ allowHosts: ['a.example', 'b.example'] })",
    ],
    ['secrets.KEY', 'env:KEY', "bw.hostEnv('KEY')"],
    ['net', 'tsi:an old tool', "bw.tsi({ reason: 'an old tool' })"],
  ])('in a file that imports all as one name: %s %s', async (path, word, wanted) => {
    const text = `${space}\nexport  default bw.machine('x')\n  .net(bw.virtioNet({ allowHosts: ['a.example'] }))\n  .memory(bw.gib(2))\n`
    const { source, errors } = await change(text, path, [word])
    expect({ source, errors }).toEqual({ source: expect.stringContaining(wanted), errors: [] })
    expect(source.split('\n')[0]).toBe(space.trim())
  })

  it.each([
    ['memory', '3gib', 'G(3)'],
    ['memory', '100', 'mib(100)'],
    ['network.allow_hosts', 'b.example', "vn({ allowHosts: ['b.example'] })"],
  ])('in a file with its own names: %s %s', async (path, word, wanted) => {
    const text = `${renamed}\nexport  default vm('x')\n  .net(vn({ allowHosts: ['a.example'] }))\n  .memory(G(2))\n`
    const { source, errors } = await change(text, path, [word])
    expect({ source, errors }).toEqual({ source: expect.stringContaining(wanted), errors: [] })
  })

  it.each([
    `const own = machine('x').cpus(2)\nexport { own as default }`,
    `const base = machine('x').cpus(2)\nconst own = base.image('a')\nexport  default own`,
    `const own = (machine('x').cpus(2)) as typeof base\nconst base = machine('y')\nexport { own as default, base }`,
  ])('is found where a name is exported: %s', async (text) => {
    const { source, errors } = await change(`${named}${text}\n`, 'cpus', ['3'])
    expect({ source, errors }).toEqual({ source: expect.stringContaining('.cpus(3)'), errors: [] })
  })

  it.each([
    [`cmd(...args, 'c')\nconst args = ['a', 'b']`, 'cmd[2]'],
    [`cmd(...args, 'c')\nconst args = ['a', 'b']`, 'cmd[0]'],
    [`cmd(...args, 'c')\nconst args = ['a', 'b']`, 'cmd'],
    [`cmd(...'ab')`, 'cmd[0]'],
    [`env({ ...sizes })\nconst sizes = { A: 1 }`, 'env.A'],
    [`cpus(1 + 1)`, 'cpus'],
  ])('is nothing that is computed: %s, %s', async (expression, path) => {
    const [call = '', ...before] = expression.split('\n')
    const text = `${named}${before.map((line) => `${line}\n`).join('')}export  default machine('x').${call}\n`
    expect(await change(text, path, ['3'])).toEqual({ source: text, errors: ['BW134'] })
  })
})

describe('the imports of an edited file', () => {
  const machineOf = (calls: string) => `\nexport  default machine('x')${calls}\n`

  it.each([
    [
      "import {\n  machine, // the start\n  // of networks\n  virtioNet,\n} from 'bottleworks'\n",
      "import {\n  gib,\n  machine, // the start\n  // of networks\n  virtioNet,\n} from 'bottleworks'\n",
    ],
    [
      'import { virtioNet, machine } from "bottleworks";\n',
      'import { virtioNet, machine, gib } from "bottleworks";\n',
    ],
    [
      "import type { MachineBuilder } from 'bottleworks'\nimport { machine } from 'bottleworks'\n",
      "import type { MachineBuilder } from 'bottleworks'\nimport { gib, machine } from 'bottleworks'\n",
    ],
  ])('have one name more, and their layout: %j', async (before, after) => {
    const { source } = await change(before + machineOf(''), 'memory', ['2gib'])
    expect(source).toBe(after + machineOf('.memory(gib(2))'))
    expect((await change(source, 'memory')).source).toBe(before + machineOf(''))
  })

  it('go with their line where nothing is left', async () => {
    const only = "import { machine } from 'bottleworks'\n"
    const both = `${only}import { gib } from 'bottleworks' // sizes\n`
    const { source } = await change(both + machineOf('.memory(gib(2))'), 'memory')
    expect(source).toBe(only + machineOf(''))
  })
})
