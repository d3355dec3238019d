import { describe, expect, it } from 'vitest'
import { gatewayPortsIn, urlHostsIn } from '../../src/dialects/gateway-urls.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { topologyOf } from '../../src/review/topology.ts'
import { tomlArray, tomlString } from '../../src/smolfile/toml-text.ts'
import { bottleOf, treeOf } from './case-trees.ts'

/** The findings between two Smolfiles, each as its class, path and reason. */
function classified(before: string, after: string): readonly string[] {
  const { bottles } = reviewTrees(treeOf(bottleOf('web', before)), treeOf(bottleOf('web', after)))
  return bottles.flatMap(({ findings }) =>
    findings.map((finding) => `${finding.class} ${finding.path}`),
  )
}

function bottle(parts: { command?: string[]; env?: string[]; socket?: string }): string {
  const { command = ['sleep'], env = [], socket = '/run/x.sock' } = parts
  return `name = "claude-bottle-web"\ncommand = ${tomlArray(command)}\nenv = ${tomlArray(env)}
[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = ${tomlString(socket)}\n`
}

/** The class of one variable's change; `undefined` is a variable that is not there. */
function variable(name: string, before: string | undefined, after: string | undefined): string {
  const env = (value: string | undefined) => (value === undefined ? [] : [`${name}=${value}`])
  const found = classified(bottle({ env: env(before) }), bottle({ env: env(after) }))
  expect(found).toHaveLength(1)
  return found[0]?.split(' ')[0] ?? ''
}

it.each(['no_proxy', 'NO_PROXY', 'npm_config_noproxy', 'GLOBAL_AGENT_NO_PROXY'])(
  'is shown in the picture as well that %s exempts a host',
  (name) => {
    const [before, after] = [bottle({}), bottle({ env: [`${name}=localhost, a.example`] })]
    const { bottles } = reviewTrees(treeOf(bottleOf('web', before)), treeOf(bottleOf('web', after)))
    const links = topologyOf(bottles).flatMap(({ branches }) =>
      branches.flatMap((each) => each.links),
    )
    expect(links).toContainEqual({
      kind: '',
      label: 'a.example, past the proxy',
      isOpen: false,
      state: 'added',
    })
  },
)

const filter = 'http://proxy.internal:8888'

describe('NO_PROXY', () => {
  it.each([
    ['localhost', 'localhost,*', 'widens'],
    ['localhost', 'localhost, a.example', 'widens'],
    ['a.example', '.example', 'widens'],
    ['10.0.0.1', '10.0.0.0/8', 'widens'],
    ['a.example', '*.a.example b.example', 'widens'],
    [undefined, '*', 'widens'],
    ['', 'a.example', 'widens'],
    ['*', 'a.example', 'narrows'],
    ['.example', 'a.example', 'narrows'],
    ['a.example,b.example', 'b.example', 'narrows'],
    ['a.example', undefined, 'narrows'],
    ['localhost,127.0.0.1', '127.0.0.1 ,localhost', 'neutral'],
    [undefined, 'localhost,127.0.0.1,::1', 'neutral'],
    ['a.example', 'A.EXAMPLE', 'neutral'],
    ['e', 'example', 'widens'],
    ['127.0.0.1', '127.0.0.1.evil.example', 'widens'],
    ['127.0.0.1', '127.0.0.0/1', 'widens'],
    ['127.0.0.1', '127.0.0.0/8', 'neutral'],
  ])('from %s to %s %s', (before, after, expected) => {
    for (const name of ['NO_PROXY', 'no_proxy', 'npm_config_noproxy']) {
      expect(variable(name, before, after)).toBe(expected)
    }
  })
})

describe('a proxy variable', () => {
  it.each([
    [filter, undefined, 'widens'],
    [filter, '', 'widens'],
    [filter, 'http://proxy.internal:8889', 'widens'],
    [filter, 'http://proxy.internal', 'widens'],
    [filter, 'http://proxy.internal:8888@evil.example', 'widens'],
    [filter, 'http://proxy.internal.evil.example:8888', 'widens'],
    [filter, 'http://evil.example/http://proxy.internal:8888', 'widens'],
    [filter, 'socks5://127.0.0.1:1080', 'widens'],
    [filter, 'nonsense', 'widens'],
    [undefined, 'http://a.example:3128', 'widens'],
    ['http://a.example:3128', filter, 'narrows'],
    ['http://a.example:3128', 'proxy.internal:8888', 'widens'],
    [filter, 'http://proxy.internal,@evil.example:8888', 'widens'],
    [filter, 'http://proxy.internal:8888,http://evil.example', 'widens'],
    [filter, 'http://user@proxy.internal:8888', 'widens'],
    [filter, 'http://proxy.internal:8888\\@evil.example', 'widens'],
    [filter, 'http://proxy.internal:8888#x', 'widens'],
    [undefined, filter, 'neutral'],
    [filter, `${filter}/`, 'neutral'],
  ])('from %s to %s %s', (before, after, expected) => {
    for (const name of ['HTTPS_PROXY', 'http_proxy', 'ALL_PROXY', 'npm_config_https_proxy']) {
      expect(variable(name, before, after)).toBe(expected)
    }
  })
})

describe('another variable', () => {
  it.each([
    ['SSL_CERT_FILE', '/etc/ca.pem', '/work/ca.pem', 'widens'],
    ['NODE_EXTRA_CA_CERTS', '/etc/ca.pem', undefined, 'widens'],
    ['CURL_CA_BUNDLE', undefined, '/work/ca.pem', 'widens'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', undefined, '0', 'widens'],
    ['GIT_SSL_NO_VERIFY', undefined, 'true', 'widens'],
    ['SUPERVISE_URL', 'http://proxy.internal:8890', undefined, 'widens'],
    ['SUPERVISE_URL', 'http://proxy.internal:8890', 'http://proxy.internal:8889', 'widens'],
    ['SUPERVISE_URL', undefined, 'http://proxy.internal:8890', 'narrows'],
    ['GIT_CONFIG_KEY_0', 'url.http://proxy.internal:8889/.insteadOf', 'x.y', 'widens'],
    ['GIT_CONFIG_KEY_0', undefined, 'url.http://proxy.internal:8889/.insteadOf', 'narrows'],
    ['GIT_CONFIG_KEY_0', undefined, 'core.sshCommand', 'widens'],
    ['GIT_CONFIG_GLOBAL', undefined, 'url.http://proxy.internal:8889/.insteadOf', 'widens'],
    ['GIT_SSH_COMMAND', undefined, 'x http://proxy.internal:8889', 'widens'],
    ['API_TOKEN', 'hunter2', undefined, 'narrows'],
    ['GIT_SSH_COMMAND', undefined, 'ssh -o ProxyCommand=none', 'widens'],
    ['LD_PRELOAD', undefined, '/work/x.so', 'widens'],
    ['API_URL', undefined, 'https://evil.example', 'widens'],
    ['API_URL', 'https://a.example/1', 'https://a.example/2', 'inside'],
    ['API_URL', undefined, 'http://localhost:80', 'inside'],
    ['API_TOKEN', undefined, 'hunter2', 'widens'],
    ['NOTE', undefined, `ghp_${'a1B2'.repeat(10)}`, 'widens'],
    ['TERM', 'dumb', 'xterm', 'inside'],
  ])('%s from %s to %s %s', (name, before, after, expected) => {
    expect(variable(name, before, after)).toBe(expected)
  })

  it('widens when it is set twice, in whichever order', () => {
    const found = classified(bottle({ env: ['A=1', 'A=2'] }), bottle({ env: ['A=2', 'A=1'] }))
    expect(found).toEqual(['widens env.A'])
  })
})

describe('the addresses in a text', () => {
  it.each([
    ['http://proxy.internal:8888', [8888], []],
    ['url.http://proxy.internal:8889/.insteadOf', [8889], []],
    ['PROXY.internal:8888', [], ['proxy.internal']],
    ['https://Proxy.Internal', [], ['proxy.internal']],
    ['http://proxy.internal,@evil.example/v1', [], ['evil.example', 'proxy.internal']],
    ['http://proxy.internal.evil.example:8888', [], ['proxy.internal.evil.example']],
    ['http://proxy.internal:8888@evil.example/', [], ['evil.example']],
    ['http://a.example http://proxy.internal:1', [1], ['a.example']],
    ['http://[::1]:80', [], ['[::1]']],
    ['http://%', [], ['%']],
    ['proxy.internal', [], []],
    ['plain text', [], []],
  ])('%s', (text, ports, hosts) => {
    expect(gatewayPortsIn(text)).toEqual(ports)
    expect(urlHostsIn(text)).toEqual(hosts)
  })
})

describe('a command', () => {
  it.each([
    [['a'], ['a', '--dangerously-skip-permissions'], ['widens command[1]']],
    [['a', '--yolo'], ['a'], ['narrows command[1]']],
    [['codex', '-s', 'read-only'], ['codex', '-s', 'danger-full-access'], ['widens command[2]']],
    [
      ['codex'],
      ['codex', '-c', 'approval_policy="never"'],
      ['inside command[1]', 'widens command[2]'],
    ],
    [['a', '--sandbox', 'read-only'], ['a'], ['widens command[1]', 'widens command[2]']],
    [
      ['a', '--sandbox', 'read-only'],
      ['a', '--sandbox', 'danger-full-access'],
      ['widens command[2]'],
    ],
    [['a', '--permission-mode', 'x'], ['a', '--permission-mode', 'y'], ['widens command[2]']],
    [['a', '--permission-mode=x'], ['a', '--permission-mode=acceptEdits'], ['widens command[1]']],
    [['a', '--permission-mode=yolo'], ['a', '--permission-mode=plan'], ['narrows command[1]']],
    [['sh', '-c', 'a'], ['sh', '-c', "a '--allow-all-tools'"], ['widens command[2]']],
    [['a', 'b'], ['a', 'x', 'b'], ['inside command[1]']],
    [['a', '--allowedTools', 'Read'], ['a', '--allowedTools', 'Bash'], ['widens command[2]']],
    [['a'], ['b'], ['inside command[0]']],
  ])('%j to %j', (before, after, expected) => {
    expect(classified(bottle({ command: before }), bottle({ command: after }))).toEqual(expected)
  })
})

describe('egress of smolvm', () => {
  const on = 'net = true\nnet_backend = "virtio-net"\n'
  const hosts = (...names: string[]) => `${on}[network]\nallow_hosts = ${tomlArray(names)}\n`

  it.each([
    [
      'a host more',
      hosts('a.example'),
      hosts('a.example', 'b.example'),
      ['widens network.allow_hosts'],
    ],
    [
      'a host less',
      hosts('a.example', 'b.example'),
      hosts('a.example'),
      ['narrows network.allow_hosts'],
    ],
    ['the last host less', hosts('a.example'), on, ['widens network.allow_hosts']],
    [
      'the last host less, with an empty list',
      hosts('a.example'),
      hosts(),
      ['widens network.allow_hosts'],
    ],
    ['the first host', on, hosts('a.example'), ['narrows network.allow_hosts']],
    ['another order', hosts('a.example', 'b.example'), hosts('b.example', 'a.example'), []],
    [
      'every address',
      hosts('a.example'),
      `${hosts('a.example')}allow_cidrs = ["0.0.0.0/0"]\n`,
      ['widens network.allow_cidrs'],
    ],
    [
      'a host beside every address',
      `${on}[network]\nallow_cidrs = ["::/0"]\n`,
      `${on}[network]\nallow_hosts = ["a.example"]\nallow_cidrs = ["::/0"]\n`,
      // Every address of IPv6 is none of IPv4, and what a name answers may be one.
      ['widens network.allow_hosts'],
    ],
    [
      'a network',
      '',
      'net = true\nnet_backend = "virtio-net"\n',
      ['widens net', 'narrows net_backend'],
    ],
    [
      'a network by its policy',
      '',
      '[network]\nblock_private = true\n',
      ['widens network.block_private'],
    ],
    [
      'a network that net does not turn off',
      hosts('a.example'),
      'net = false\n[network]\nallow_hosts = ["a.example"]\n',
      ['neutral net', 'neutral net_backend'],
    ],
    [
      'no backend',
      hosts('a.example'),
      'net = true\n[network]\nallow_hosts = ["a.example"]\n',
      ['neutral net_backend'],
    ],
    ['no backend and no policy', on, 'net = true\n', ['widens net_backend']],
    [
      'no policy and no backend before',
      'net = true\n[network]\nallow_hosts = ["a.example"]\n',
      'net = true\n',
      ['widens network.allow_hosts'],
    ],
    [
      'private ranges open',
      `${on}[network]\nblock_private = true\n`,
      `${on}[network]\nblock_private = false\n`,
      ['widens network.block_private'],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(classified(`cpus = 1\n${before}`, `cpus = 1\n${after}`)).toEqual(expected)
  })
})

describe('a credential', () => {
  const credential = (rest: string) =>
    `[network]\nallow_hosts = ["a"]\n[[network.credentials]]\nname = "k"\nenvironment_variable = "K"\nallowed_hosts = ["a"]\n${rest}`

  it.each([
    ['methods = ["GET"]', '', 'widens network.credentials.k.methods'],
    ['', 'methods = ["GET"]', 'narrows network.credentials.k.methods'],
    ['methods = ["GET"]', 'methods = ["GET", "PUT"]', 'widens network.credentials.k.methods'],
    ['methods = ["GET", "PUT"]', 'methods = ["PUT"]', 'narrows network.credentials.k.methods'],
    ['methods = []', 'methods = ["GET"]', 'widens network.credentials.k.methods'],
    [
      'injection_location = { header = false }',
      '',
      'widens network.credentials.k.injection_location.header',
    ],
    [
      '',
      'injection_location = { header = false }',
      'narrows network.credentials.k.injection_location.header',
    ],
    [
      '',
      'injection_location = { body = false }',
      'neutral network.credentials.k.injection_location.body',
    ],
    [
      'injection_location = { body = true }',
      '',
      'narrows network.credentials.k.injection_location.body',
    ],
  ])('from %j to %j: %s', (before, after, expected) => {
    expect(classified(credential(before), credential(after))).toEqual([expected])
  })
})

describe('a user', () => {
  it.each([
    ['user = "1000"', 'user = "root"', 'widens user'],
    ['user = "1000"', 'user = "0:1000"', 'widens user'],
    ['user = "1000"', 'cpus = 1', 'widens user'],
    ['user = "root"', 'user = "1000"', 'narrows user'],
    ['user = "1000"', 'user = "1001"', 'inside user'],
    // Which user a name is, the image says.
    ['user = "1000"', 'user = "rooted"', 'widens user'],
  ])('from %s to %s: %s', (before, after, expected) => {
    expect(classified(`memory = 64\n${before}\n`, `memory = 64\n${after}\n`)).toContain(expected)
  })
})
