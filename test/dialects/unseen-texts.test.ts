import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { tomlString, tomlValue } from '../../src/smolfile/toml-text.ts'
import { readToml } from '../../src/smolfile/toml-tree.ts'
import { synth } from '../../src/synth.ts'
import { makeProject } from '../support/project.ts'

const golden = new URL('../golden/smolvm/', import.meta.url)
const smolfiles = readdirSync(golden).map((name) =>
  readFileSync(new URL(`${name}/Smolfile`, golden), 'utf8'),
)
const bottle = `name = "claude-bottle-web"
command = ["sleep", "infinity"]
env = ["A=b"]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/x.sock"
`

/** Copies of `data`, in each of which one text has `added` at its end. */
function* variants(data: unknown, added: string): Generator<unknown> {
  if (typeof data === 'string') yield data + added
  if (typeof data !== 'object' || data === null) return
  for (const [key, value] of Object.entries(data)) {
    for (const each of variants(value, added)) {
      yield Array.isArray(data) ? data.with(Number(key), each) : { ...data, [key]: each }
    }
  }
}

function dataOf(text: string): unknown {
  const read = readToml(text)
  return read.ok ? read.tree.data : undefined
}

function warned(command: string) {
  const text = `image = "./a.tar"\ncmd = ["sh", "-c", ${tomlString(command)}]\n`
  const { diagnostics } = vetSmolfile('Smolfile', text, 'smolvm')
  return diagnostics.filter(({ code }) => code === 'BW036')
}

describe('a text that cannot be seen', () => {
  it.each(['\u200b', '\u{e0041}', '\u00a0'])('is told in every text of a Smolfile: %j', (added) => {
    let count = 0
    for (const text of [...smolfiles, bottle]) {
      const dialect = text === bottle ? 'claude-bottle' : 'smolvm'
      for (const data of variants(dataOf(text), added)) {
        const lines = Object.entries(data as object).map(
          ([key, value]) => `${key} = ${tomlValue(value)}`,
        )
        const { diagnostics } = vetSmolfile('Smolfile', lines.join('\n'), dialect)
        const told = diagnostics.some(
          ({ code, severity }) => code === 'BW036' || severity === 'error',
        )
        expect(told, lines.join('\n')).toBe(true)
        count++
      }
    }
    expect(count).toBeGreaterThan(100)
  })

  it('is named by its code points, and shown escaped', () => {
    expect(warned('a\u200b\u{e0041}b\u200b')).toMatchObject([
      {
        severity: 'warning',
        path: 'cmd[2]',
        message: 'the text has U+200B, U+E0041, which cannot be seen: "a\\u200b\\u{e0041}b\\u200b"',
      },
    ])
  })

  it('is named in part when there is much of it', () => {
    const tags = Array.from({ length: 40 }, (_, index) => String.fromCodePoint(0xe0041 + index))
    const [{ message = '' } = {}] = warned(tags.join(''))
    expect(message).toContain('has U+E0041, U+E0042, U+E0043, U+E0044, U+E0045 and 35 more, which')
  })

  it.each(['line\n\tline\r\n', '\u001b[31mred', 'é e\u0301 世界 🍾 👍🏽 🇨🇭', 'a b'])(
    'is none that TOML escapes, or that is seen: %j',
    (text) => expect(warned(text)).toEqual([]),
  )

  it('is told of a bottle, at the call that sets it, and can be accepted', async () => {
    const calls = `
  .command('sh', '-c', 'x\\u00ad')
  .env({ 'A': '\\u3164', B: '\\u180e' })
  .net(gvproxy('/run/a\\u2060.sock'))
  .acknowledge('BW017', 'a test')`
    const source = (slug: string, more = '') =>
      `import { bottle, gvproxy } from 'bottleworks'\nexport default bottle('${slug}')${calls}${more}\n`
    const project = makeProject({
      'bottles/web.bottle.ts': source('web'),
      'bottles/api.bottle.ts': source('api', ".acknowledge('BW036', 'meant')").replace(
        '/a\\u',
        '/b\\u',
      ),
    })
    const { ok, diagnostics } = await synth({ project, cache: false })
    expect(ok).toBe(true)
    const found = diagnostics.map(({ code, slug, path, origin }) => [
      code,
      slug,
      path,
      origin?.line,
    ])
    expect(found).toEqual([
      ['BW036', 'web', 'command[2]', 3],
      ['BW036', 'web', 'env.B', 4],
      ['BW036', 'web', 'env.A', 4],
      ['BW036', 'web', 'net[0].socket', 5],
    ])
  })
})
