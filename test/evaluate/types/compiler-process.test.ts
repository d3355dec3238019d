import { spawn } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findCompiler } from '../../../src/evaluate/types/compiler.ts'
import { CompilerProcess, watchMemory } from '../../../src/evaluate/types/compiler-process.ts'
import { Confinement } from '../../../src/evaluate/types/confinement.ts'
import { JsonRpc } from '../../../src/evaluate/types/json-rpc.ts'
import { libraryPath } from '../../../src/evaluate/types/library.ts'
import { makeSettings } from '../../../src/evaluate/types/settings.ts'
import { VisibleFiles } from '../../../src/evaluate/types/visible-files.ts'
import { makeProject } from '../../support/project.ts'

const compiler = findCompiler()

/** Has the compiler check one file of a project that is on no disk. */
async function check(text: string, seconds = 60) {
  if (compiler === undefined) throw new Error('there is no compiler')
  const project = makeProject({ 'a.ts': '' })
  const settings = `${project}/tsconfig.json`
  const library = libraryPath(compiler.library)
  const texts = new Map([
    [settings, JSON.stringify(makeSettings(project, ['a.ts'], { strict: true }, library))],
    [`${project}/a.ts`, text],
  ])
  const visible = new VisibleFiles(project, compiler.library, texts, new Confinement())
  const read = (path: string) => visible.read(path)
  const isChecked = (path: string) => path === `${project}/a.ts`
  const process = new CompilerProcess(compiler, project, { seconds, most: 100_000 })
  return process.check({ settings, read, isChecked })
}

describe('the compiler', () => {
  it('sees what it is given, and says what is wrong by offset', async () => {
    const text = "/* 🍾 */ const a: number = 'x'\nexport type B = typeof import('/etc/passwd')\n"
    const told = await check(text)
    expect(told.map(({ code, pos, end }) => [code, text.slice(pos, end)])).toEqual([
      [2322, 'a'],
      [2307, "'/etc/passwd'"],
    ])
  })

  it('is stopped when it takes too much time', async () => {
    await expect(check(slow, 1)).rejects.toThrow(
      'the compiler took more than 1 s of processor time',
    )
  })

  it.runIf(process.platform === 'linux')(
    'is stopped by the kernel when it takes too much memory',
    async () => {
      await expect(check(large)).rejects.toThrow('the compiler took more memory than it may')
    },
    60_000,
  )
})

/** A text that doubles its length from type to type, to 4 GiB. */
const large = [
  `type T0 = '${'x'.repeat(1024)}'`,
  ...Array.from({ length: 22 }, (_, n) => `type T${n + 1} = \`$\{T${n}}$\{T${n}}\``),
  'export const t: T22 = 1',
].join('\n')

/** Types by the million. */
const slow = `type S = ${Array.from({ length: 40 }, (_, index) => `'w${index}'`).join('|')}
type X = \`$\{S}$\{S}$\{S}\`
type Y<T extends string> = T extends string ? { [K in X as \`$\{T}$\{K}\`]: [T, K] } : never
declare const y: Y<X>
export const z: 1 = y
`

it('memory is watched where the kernel does not limit it', async () => {
  const code = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(1e7, 1)), 5)'
  const child = spawn(process.execPath, ['-e', code])
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise<void>((resolve) => {
    const watch = watchMemory(child.pid, 200 * 1024 * 1024, () => {
      clearInterval(watch)
      resolve()
    })
  })
})

describe('JSON-RPC', () => {
  const frame = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`

  function connect(most = 1000) {
    const [input, output] = [new PassThrough(), new PassThrough()]
    return { input, output, rpc: new JsonRpc(input, output, most, (method) => `to ${method}`) }
  }

  it('answers and is answered, however the bytes arrive', async () => {
    const { input, output, rpc } = connect()
    const asked = rpc.request('é', 1)
    const bytes = Buffer.from(
      frame('{"id":7,"method":"🍾"}') + frame('{"id":1,"result":{"é":"🍾"}}'),
    )
    for (const byte of bytes) input.write(Buffer.from([byte]))
    expect(await asked).toEqual({ é: '🍾' })
    expect(String(output.read())).toBe(
      frame('{"jsonrpc":"2.0","id":1,"method":"é","params":1}') +
        frame('{"jsonrpc":"2.0","id":7,"result":"to 🍾"}'),
    )
  })

  it.each([
    ['an error', frame('{"id":1,"error":{"message":"no"}}'), 'no'],
    ['what is no message', frame('{'), /JSON/],
    ['a header without a length', 'Content-Type: x\r\n\r\n{}', 'the header has no length'],
    ['a header without an end', 'x'.repeat(2000), 'the header has no end'],
    ['a message that is too long', 'Content-Length: 1001\r\n\r\n', ''],
    ['answers that are too long together', frame(`{"x":"${'x'.repeat(800)}"}`).repeat(2), ''],
  ])('ends what is asked at %s', async (_, text, message) => {
    const { input, rpc } = connect()
    const asked = rpc.request('a', null)
    input.write(text)
    await expect(asked).rejects.toThrow(message)
  })
})
