import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfigurationOf } from '../../src/project/configuration.ts'
import { diffBase } from '../../src/review/diff-trees.ts'
import { loadBottles, synth } from '../../src/synth.ts'
import { commit, initRepository } from '../review/repository.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'

const config = 'bottleworks.config.json'
const configured = (range: string) => ({ [config]: JSON.stringify({ gatewayAddresses: range }) })
const onSocket = (slug: string) => `.net(gvproxy('/run/${slug}.sock'))`
const bottlesOf = (...slugs: readonly string[]) =>
  Object.fromEntries(
    slugs.map((slug) => [`bottles/${slug}.bottle.ts`, bottleSource(slug, onSocket(slug))]),
  )

/** What a slug is in the range of this size: counted from the front. */
function placeOf(slug: string, size: number): number {
  const hash = createHash('sha256').update(slug).digest('hex').slice(0, 12)
  return Number(BigInt(`0x${hash}`) % BigInt(size))
}

describe('the range gatewayAddresses', () => {
  const read = (text: unknown) =>
    readConfigurationOf((name) =>
      name === config ? JSON.stringify({ gatewayAddresses: text }) : undefined,
    )

  it.each(['127.77.0.0/16', '127.1.0.0/16', '127.128.0.0/9', '127.77.0.5/32', '127.255.255.0/24'])(
    'may be %s',
    async (range) => {
      const { settings, diagnostics } = await read(range)
      expect([diagnostics, settings.gatewayAddresses]).toEqual([[], range])
    },
  )

  it.each([
    ...['127.0.0.0/8', '127.0.0.0/16', '127.0.1.0/24', '127.0.0.1/32', '127.0.0.0/9'],
    ...['126.0.0.0/8', '128.0.0.0/16', '10.0.0.0/8', '0.0.0.0/0', '169.254.0.0/16', '::1/128'],
    ...['127.77.0.1/16', '127.77.0.0/33', '127.77.0.0/07', '127.77.0.0/0', '127.77.0.0/-1'],
    ...['127.77.0.0', '127.77.0/16', '127.077.0.0/16', '0x7f.77.0.0/16', '127.255.255.255/32'],
    ...['', ' 127.77.0.0/16', '127.77.0.0/16\n', '127.77.0.0 /16', '::ffff:127.77.0.0/112'],
    ...['127.77.0.0-127.77.0.9', '127.77.0.0/16,127.78.0.0/16', '127.77.0.0/255.255.0.0'],
    ...[null, 16, true, ['127.77.0.0/16'], {}],
  ])('may not be %j', async (range) => {
    const { diagnostics } = await read(range)
    expect(diagnostics).toMatchObject([
      {
        code: 'BW150',
        path: 'gatewayAddresses',
        message: expect.stringContaining('; it must be a range of IPv4 addresses in 127.0.0.0/8'),
      },
    ])
  })
})

describe('a bottle without an address', () => {
  it('has the one of the range that the hash of its slug says, whatever other bottles there are', async () => {
    const addresses = async (...slugs: readonly string[]) => {
      const project = makeProject({ ...configured('127.78.0.0/15'), ...bottlesOf(...slugs) })
      expect((await synth({ project })).diagnostics).toEqual([])
      const text = readFileSync(join(project, 'smolfiles/web/gvproxy.yaml'), 'utf8')
      return text.match(/\b127\.\d+\.\d+\.\d+/g)
    }
    const place = placeOf('web', 2 ** 17)
    const own = `127.${78 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}`
    expect(await addresses('web')).toEqual([own])
    expect(await addresses('web', 'api', 'zoo')).toEqual([own])
  })

  it('keeps the address that it names itself', async () => {
    const calls = ".net(gvproxy('/run/web.sock', { address: '127.99.0.1' }))"
    const project = makeProject({
      ...configured('127.77.0.0/16'),
      'bottles/web.bottle.ts': bottleSource('web', calls),
    })
    const { bottles } = await loadBottles({ project })
    expect(bottles).toMatchObject([{ document: { net: [{ address: '127.99.0.1' }] } }])
  })

  it('meets another in a range that is small, and is told which address is free', async () => {
    const [first = '', second = ''] = ['a', 'b', 'c'].filter(
      (slug, _, all) => all.filter((each) => placeOf(each, 2) === placeOf(slug, 2)).length > 1,
    )
    const project = makeProject({ ...configured('127.77.0.4/31'), ...bottlesOf(first, second) })
    const taken = `127.77.0.${4 + placeOf(first, 2)}`
    const free = `127.77.0.${5 - placeOf(first, 2)}`
    const { ok, diagnostics } = await synth({ project })
    expect(ok).toBe(false)
    const message = `the address ${taken} is used by the bottles "${first}", "${second}"; the gateway of each has its own`
    const place = { code: 'BW015', severity: 'error', message }
    expect(diagnostics).toMatchObject([
      { ...place, slug: first, hint: expect.stringContaining(`free: address: '${free}'`) },
      { ...place, slug: second },
    ])
    expect(diagnostics[1]?.hint ?? '').not.toContain(free)

    const named = `.net(gvproxy('/run/${first}.sock', { address: '${free}' }))`
    writeProject(project, { [`bottles/${first}.bottle.ts`]: bottleSource(first, named) })
    expect(await synth({ project })).toMatchObject({ ok: true, diagnostics: [] })
  })

  it('meets another in a range of one address, where none is free', async () => {
    const project = makeProject({ ...configured('127.77.0.4/32'), ...bottlesOf('a', 'b') })
    const { diagnostics } = await synth({ project })
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
      ['BW015', 'also at bottles/b.bottle.ts:4:4'],
      ['BW015', 'also at bottles/a.bottle.ts:4:4'],
    ])
  })

  it('is opened by a range that is taken away: a review says that it widens', async () => {
    const project = makeProject({ ...configured('127.77.0.0/16'), ...bottlesOf('web') })
    initRepository(project)
    expect(await synth({ project })).toMatchObject({ ok: true })
    commit(project)
    const findings = async () => {
      const { review } = await diffBase('main', { project })
      return (review?.bottles ?? []).flatMap((each) =>
        each.findings.map(({ class: kind, path }) => `${kind} ${path}`),
      )
    }
    expect(await findings()).toEqual([])
    writeProject(project, { [config]: '{}' })
    expect((await synth({ project })).diagnostics).toMatchObject([{ code: 'BW017' }])
    expect(await findings()).toEqual(['widens net[0].address'])
    writeProject(project, configured('127.78.0.0/16'))
    await synth({ project })
    expect(await findings()).toEqual(['widens net[0].address'])
  })
})
