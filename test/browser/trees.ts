import type { Files } from '../support/project.ts'

interface ClaudeBottle {
  readonly env?: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  readonly socket?: string | undefined
}

function claudeBottle(slug: string, { env = {}, command = ['claude'], socket }: ClaudeBottle) {
  const entries = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  return `name = ${toml(`claude-bottle-${slug}`)}
command = ${toml(command)}
env = ${toml(entries)}

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = ${toml(socket ?? `/run/claude-bottle/${slug}/gvproxy.sock`)}
`
}

/** Strings of JSON are strings of TOML. */
function toml(value: string | readonly string[]): string {
  return JSON.stringify(value)
}

const proxy = 'http://proxy.internal:8888'

/** Two trees with every class and every state. */
export const ordinary: Files = {
  'old/web/Smolfile': claudeBottle('web', {
    env: { HTTPS_PROXY: proxy, NO_PROXY: 'localhost,127.0.0.1', LOG: 'info', TERM: 'dumb' },
    command: ['claude', '--permission-mode', 'plan'],
  }),
  'new/web/Smolfile': claudeBottle('web', {
    env: { HTTPS_PROXY: proxy, NO_PROXY: 'localhost,127.0.0.1,*.corp.example', TERM: 'xterm' },
    command: ['claude', '--dangerously-skip-permissions'],
  }),
  'old/worker/Smolfile': `image = "python:3.12-alpine"
memory = 512
net = true
net_backend = "virtio-net"
volumes = ["./data:/data"]

[network]
allow_hosts = ["pypi.org", "files.pythonhosted.org"]
`,
  'new/worker/Smolfile': `image = "python:3.12-alpine"
memory = 1024
net = true
net_backend = "virtio-net"
ports = ["8090:8080"]
volumes = ["./data:/data:ro"]

[network]
allow_hosts = ["pypi.org"]
`,
  'old/fleet/Smolfile':
    'net = true\nnet_backend = "virtio-net"\n\n[network]\nallow_hosts = ["a.example"]\n',
  'new/fleet/Smolfile': 'net = true\nnet_backend = "tsi"\n',
  'new/scratch/Smolfile': claudeBottle('scratch', { env: { HTTPS_PROXY: proxy } }),
  'old/gone/Smolfile': 'cpus = 1\n',
  'old/first-name/Smolfile': claudeBottle('first-name', {}),
  'new/other-name/Smolfile': claudeBottle('other-name', {}),
  'old/still/Smolfile': 'cpus = 2\n',
  'new/still/Smolfile': 'cpus = 2\n',
}

/** Two trees in which nothing widens. */
export const harmless: Files = {
  'old/web/Smolfile': claudeBottle('web', { env: { LOG: 'info' } }),
  'new/web/Smolfile': claudeBottle('web', { env: { LOG: 'debug' } }),
}

const machine = (more: string) => `net = true\nnet_backend = "virtio-net"\nuser = "1000"\n${more}`

/** Two trees with all that a bottle can reach. */
export const rich: Files = {
  'old/web/Smolfile': machine(`ports = ["8000-8002"]
volumes = ["./data:/data:ro", "./logs:/logs"]
gpu = true

[network]
allow_hosts = ["pypi.org", "github.com"]

[[network.credentials]]
name = "model"
environment_variable = "KEY"
allowed_hosts = ["pypi.org"]
methods = ["POST"]

[secrets]
OLD = { from_env = "OLD" }
`),
  'new/web/Smolfile': machine(`ports = ["8000-8002", "9000:9000/udp"]
volumes = ["./data:/data", "./logs:/logs:ro"]
cuda = true

[network]
allow_hosts = ["pypi.org", "evil.example"]
allow_cidrs = ["192.168.7.0/24"]

[[network.credentials]]
name = "model"
environment_variable = "KEY"
allowed_hosts = ["pypi.org"]

[secrets]
TOKEN = { from_env = "GITHUB_TOKEN" }

[auth]
ssh_agent = true
`),
  'new/fresh/Smolfile': machine(`ports = ["8090:80"]
volumes = ["./fresh:/work"]

[network]
block_private = true
`),
  'old/gone/Smolfile': machine(
    'volumes = ["./gone:/work"]\n\n[network]\nallow_cidrs = ["10.1.0.0/16"]\n',
  ),
  'old/tsi/Smolfile': 'cpus = 1\n',
  'new/tsi/Smolfile': 'cpus = 1\nnet = true\nnet_backend = "tsi"\n',
}

/** Two trees of 40 bottles, in all of which one host is new. */
export const fleet: Files = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => `agent-${index}`).flatMap((slug) => {
    const of = (hosts: string) =>
      machine(
        `volumes = ["./${slug}:/work"]\n\n[network]\nallow_hosts = [${hosts}]\nblock_private = true\n`,
      )
    return [
      [`old/${slug}/Smolfile`, of('"pypi.org"')],
      [`new/${slug}/Smolfile`, of('"pypi.org", "evil.example"')],
    ]
  }),
)

/** What would run, load or lead away if it were markup. Each sets `window.pwned`. */
const attacks = [
  '<script>window.pwned=1</script>',
  'javascript:window.pwned=1',
  '"><img src=x onerror=window.pwned=1>',
  "' onmouseover='window.pwned=1' x='",
  '</style><style>*{display:none}</style><script>window.pwned=1</script>',
  '</title></svg><svg onload=window.pwned=1>',
  '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="window.pwned=1"/></foreignObject>',
  '<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>',
  '</details></table></article><a href="javascript:window.pwned=1">x</a>',
  '<iframe srcdoc="<script>top.pwned=1</script>"></iframe>',
  '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel=stylesheet href=https://evil.example/x.css>@import url(https://evil.example)',
  '&lt;script&gt;&#60;img src=x&#62;',
  '--><!--<script>',
  '`{window.pwned=1}`{{constructor.constructor("window.pwned=1")()}}',
]

/** Every text of a Smolfile and of its manifest is an attack. */
export const hostile: Files = Object.fromEntries(
  attacks.flatMap((attack, index) => {
    const next = attacks[(index + 1) % attacks.length] ?? attack
    const slug = attack.replaceAll('/', '∕')
    const manifest = (text: string) =>
      `${JSON.stringify({
        manifest: 1,
        source: `bottles/${text}.bottle.ts`,
        dialect: 'claude-bottle',
        sha256: '0'.repeat(64),
        acknowledged: { [text]: text },
      })}\n`
    const name = (text: string) => text.replaceAll('=', '')
    return [
      [
        `old/${slug}/Smolfile`,
        claudeBottle(attack, { env: { [name(attack)]: attack, NO_PROXY: attack, A: 'x' } }),
      ],
      [`old/${slug}/manifest.json`, manifest(attack)],
      [
        `new/${slug}/Smolfile`,
        claudeBottle(next, {
          env: { [name(attack)]: next, [name(next)]: next, NO_PROXY: `${attack},${next}`, A: 'y' },
          command: ['sh', '-c', next],
          socket: `/run/${next}`,
        }),
      ],
      [`new/${slug}/manifest.json`, manifest(next)],
      [`new/new-${slug}/Smolfile`, claudeBottle(attack, { env: { URL: `https://${attack}` } })],
      [
        `new/machine-${index}/Smolfile`,
        `image = ${toml(attack)}\nnet = true\nnet_backend = "virtio-net"\nvolumes = [${toml(`./a:/${attack.replaceAll(':', '')}`)}]\n\n[network]\nallow_hosts = [${toml(attack)}]\n\n[secrets]\n${toml(attack)} = { from_env = ${toml(attack)} }\n`,
      ],
    ]
  }),
)
