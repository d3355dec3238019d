import { bottle, gateway, gvproxy, viaGateway } from 'bottleworks'
import { describe, expect, it } from 'vitest'
import { definitionKey } from '../../src/language/definition.ts'

/** What a builder would hand to the host, without where it was said. */
function settings(builder: ReturnType<typeof bottle>) {
  const { dialect, slug, smolfile } = builder[definitionKey]
  const settings = smolfile as { env: [string, unknown][]; command?: string[]; net: unknown[] }
  return { dialect, slug, ...settings }
}

const proxy = 'http://proxy.internal:8888'

describe('a builder', () => {
  it('is left as it was by every method', () => {
    const base = bottle('x').env({ A: 1 })
    const before = JSON.stringify(base[definitionKey])
    const others = [
      base.env({ A: 2 }),
      base.unset('A'),
      base.command('ls'),
      base.net(gvproxy('/s')),
      base.acknowledge('BW032', 'why'),
    ]
    expect(JSON.stringify(base[definitionKey])).toBe(before)
    for (const other of others) expect(other).not.toBe(base)
    expect(Object.isFrozen(base)).toBe(true)
  })

  it('takes the one line of the documentation', () => {
    const one = bottle('x').env({ A: '1' }).command('claude').net(gvproxy('/run/x.sock'))
    expect(settings(one)).toEqual({
      dialect: 'claude-bottle',
      slug: 'x',
      command: ['claude'],
      env: [['A', '1']],
      net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/x.sock' }],
    })
  })

  it('lets a later call win, and unset remove', () => {
    const one = bottle('x')
      .env({ A: 1, B: 2 })
      .env({ A: 3 })
      .unset('B', 'C')
      .command('a')
      .command('b')
    expect(settings(one)).toMatchObject({ env: [['A', 3]], command: ['b'] })
  })

  it('gives itself to a preset, and takes what the preset gives', () => {
    const two = bottle('x').use((builder) => builder.use((inner) => inner.env({ A: 1 })))
    expect(settings(two).env).toEqual([['A', 1]])
  })

  it('keeps a variable named __proto__', () => {
    const odd = bottle('x').env(JSON.parse('{"__proto__":"1"}'))
    expect(settings(odd).env).toEqual([['__proto__', '1']])
  })
})

describe('the gateway', () => {
  it('has one host and a port a service', () => {
    expect(gateway.host).toBe('proxy.internal')
    expect(gateway.ports).toEqual({ pipelock: 8888, gitGate: 8889, supervise: 8890 })
    expect(gateway.url('gitGate')).toBe('http://proxy.internal:8889')
  })

  it('is set in both cases of the proxy variables', () => {
    expect(Object.fromEntries(settings(bottle('x').use(viaGateway())).env)).toEqual({
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      http_proxy: proxy,
      https_proxy: proxy,
      NO_PROXY: 'localhost,127.0.0.1',
      no_proxy: 'localhost,127.0.0.1',
    })
  })

  it('brings its certificate authority to every program that reads one', () => {
    const { env } = settings(bottle('x').use(viaGateway({ ca: '/ca.pem', noProxy: ['a', 'b'] })))
    expect(Object.fromEntries(env)).toMatchObject({
      NO_PROXY: 'a,b',
      no_proxy: 'a,b',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      SSL_CERT_FILE: '/ca.pem',
      REQUESTS_CA_BUNDLE: '/ca.pem',
      CURL_CA_BUNDLE: '/ca.pem',
      GIT_SSL_CAINFO: '/ca.pem',
    })
  })
})
