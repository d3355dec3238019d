/**
 * The options of programs that govern what agents may do without asking, or that say how a program
 * connects, whom it trusts and what it loads: what a review knows of the words of a command.
 */
import type { NameList } from './name-list.ts'
import { namesIn } from './name-list.ts'

/**
 * Options with which agents and tools ask less or may do more: Claude Code ("CLI reference"), Codex
 * ("Command line options"), Gemini CLI ("Configuration"), Copilot CLI, Amp, Aider, goose, Cursor,
 * OpenHands, Chromium, Docker, Deno.
 */
export const looseningOptions = namesIn(`
  *dangerously* yolo full-auto no-sandbox privileged insecure allowed-tools allowedTools add-dir
  mcp-config cap-add allow-* trust-* unsafe* skip-permissions* bypass* no-verify no-check-certificate

  additional-mcp-config always-approve approve-mcps auto-approve* auto-accept* auto-exec auto_run
  autopilot channels enable-all-* enable-auto-mode include-directories llm-approve no-ask-user
  no-confirm no-git-commit-verify override-with-envs plugin-dir plugin-url remote-control
  skip-git-repo-check skip-trust suggest-shell-commands trust with-*extension with-builtin yes-always
  ignore-rules disable-web-security ignore-certificate-errors* no-strict-ssl no-verify-ssl
  unsafely-* tls-min-v1.0
`)

/**
 * Options that say how a program connects, whom it trusts, or what it loads and where its settings
 * are: curl(1), wget(1), pip, npm-config(7), git(1), Node.js, the JVM, Chromium, and the agents.
 */
export const steeringOptions = namesIn(`
  *api-base *base-url endpoint endpoint-url *proxy proxy-*
  no-proxy* proxy1.0 socks4* socks5* doh-url dns-servers connect-to resolve unix-socket
  abstract-unix-socket cacert capath ca-certificate ca-directory trusted-host index-url
  extra-index-url find-links registry userconfig globalconfig script-shell node-options config-env
  use-system-ca use-openssl-ca openssl-config host-resolver-rules load-extension remote-debugging-*
  inspect inspect-brk inspect-wait require import experimental-loader loader security-opt
  Dhttp*.proxy* Dsocks* D*.ssl.* javaagent:* agentlib:* agentpath:* Xbootclasspath* settings-file
  admin-policy agents ide chrome
`)

/**
 * Options that govern what a program may do, or hold it to what was checked: without them, or with
 * another value, it may do more.
 */
export const governingOptions = namesIn(`
  permission-mode permission-prompt-tool sandbox* ask-for-approval approval-mode disallowed-tools
  disallowedTools tools max-turns max-budget-usd readonly read-only strict-mcp-config settings
  setting-sources safe-mode deny-* restrict* no-network

  allowed-mcp-server-names available-tools bare disable-builtin-mcps disable-slash-commands
  excluded-tools ignore-scripts ignore-user-config permission permission-* policy require-hashes
  safe_mode strict-ssl tools-approve
`)

/** The values of those that take the most back. */
export const looseValues = namesIn(`
  bypassPermissions acceptEdits dontAsk danger-full-access workspace-write yolo autoedit auto_edit
  auto never none off false disable disabled auto-approve on-failure no 0
`)

/** Values that take everything back, whatever option they are of. */
export const loosestValues = namesIn(`bypassPermissions danger-full-access yolo`)

/** The values of those that give the least. */
export const strictestValues = namesIn(`plan read-only readonly untrusted deny`)

/** Options that have every word behind them for a value, up to the next option. */
export const longOptions = namesIn(`
  allowed-tools allowedTools disallowed-tools disallowedTools tools add-dir mcp-config allow-tool
  deny-tool available-tools excluded-tools setting-sources with-extension include-directories
`)

/**
 * Settings that an argument gives, as in `-c key=value`, or as words of `git config`: those of git
 * that say how it connects and what it runs (git-config(1)), and those of Codex that say what it may
 * do, which servers it has for its own and what it starts ("Configuration reference").
 */
export const steeringKeys = namesIn(`
  http.proxy http.*.proxy http.sslverify http.*.sslverify http.sslcainfo http.*.sslcainfo
  http.sslcapath http.proxyssl* http.curloptresolve http.extraheader http.*.extraheader
  http.sslbackend http.schannel* core.sshcommand core.gitproxy core.hookspath core.fsmonitor
  core.editor core.pager core.askpass core.attributesfile core.worktree sequence.editor
  protocol.allow protocol.*.allow credential.helper credential.*.helper url.*.insteadof
  url.*.pushinsteadof remote.*.proxy remote.*.url remote.*.pushurl remote.*.uploadpack
  remote.*.receivepack remote.*.vcs include.path includeif.*.path safe.directory gpg.program
  gpg.*.program diff.external diff.*.command diff.*.textconv merge.*.driver filter.*.clean
  filter.*.smudge filter.*.process alias.* init.templatedir submodule.*.update uploadpack.packobjectshook
  ssh.variant
  registry proxy https-proxy http-proxy noproxy strict-ssl cafile script-shell ignore-scripts global.proxy
  global.index-url global.extra-index-url global.trusted-host global.find-links global.cert
  approval_policy approvals_reviewer sandbox_mode sandbox_permissions sandbox_workspace_write*
  default_permissions permissions.* model_provider model_providers.* openai_base_url
  chatgpt_base_url mcp_servers.* shell_environment_policy* tools.web_search web_search notify
  projects.* profile profiles.* features.* hooks* network* experimental_instructions_file
  model_instructions_file developer_instructions
`)

/** What is said of the options of one program alone. */
export interface ProgramOptions {
  /** What its short options are in full. */
  readonly short: Readonly<Record<string, string>>
  readonly loosening?: NameList
  readonly governing?: NameList
  readonly steering?: NameList
}

const sayingYes = { short: { y: 'yolo' } }
const forcing = { short: { f: 'force' }, loosening: namesIn('force') }
const automatic = { short: {}, loosening: namesIn('auto') }
const trustingAll = { short: { a: 'trust-all-tools' } }
const others = { short: {} }

/** The programs with options that mean something else of others, by their names. */
export const programOptions: Readonly<Record<string, ProgramOptions>> = {
  aider: {
    short: { c: 'config' },
    loosening: namesIn('yes auto-test'),
    steering: namesIn('config load test-cmd lint-cmd'),
  },
  agent: forcing,
  amp: { short: {}, governing: namesIn('mode') },
  cline: sayingYes,
  cn: { ...automatic, loosening: namesIn('auto allow'), governing: namesIn('exclude ask') },
  codex: {
    short: { a: 'ask-for-approval', s: 'sandbox', c: 'config', p: 'profile', C: 'cd' },
    loosening: namesIn('search oss enable cd'),
    governing: namesIn('disable profile'),
    steering: namesIn('remote'),
  },
  crush: { short: { y: 'yolo', D: 'data-dir' }, steering: namesIn('data-dir') },
  'cursor-agent': forcing,
  droid: automatic,
  gemini: {
    short: { y: 'yolo', s: 'sandbox', e: 'extensions' },
    steering: namesIn('extensions policy'),
  },
  interpreter: sayingYes,
  kilo: automatic,
  kilocode: automatic,
  kimi: sayingYes,
  'kiro-cli': trustingAll,
  llm: { short: {}, loosening: namesIn('ta') },
  mini: sayingYes,
  opencode: {
    short: {},
    loosening: namesIn('auto'),
    governing: namesIn('agent'),
    steering: namesIn('hostname cors mdns'),
  },
  plandex: { short: {}, loosening: namesIn('full apply') },
  q: trustingAll,
  qwen: { short: { y: 'yolo', s: 'sandbox', e: 'extensions' }, steering: namesIn('extensions') },
  vibe: { short: {}, governing: namesIn('agent') },

  curl: { short: { k: 'insecure', x: 'proxy', K: 'config' }, steering: namesIn('config') },
  deno: { short: { A: 'allow-all' } },
  docker: { short: { H: 'host' }, steering: namesIn('host pid net network device') },
  env: {
    short: { i: 'ignore-environment', u: 'unset' },
    steering: namesIn('ignore-environment'),
  },
  mvn: { short: { s: 'settings' } },
  node: { short: { r: 'require' }, governing: namesIn('permission') },
  pip: { short: { i: 'index-url', f: 'find-links' }, steering: namesIn('cert client-cert') },
  ssh: {
    short: { o: 'option', A: 'forward-agent', R: 'remote-forward', F: 'config', J: 'jump' },
    steering: namesIn('option forward-agent remote-forward config jump'),
  },
  wget: { short: { e: 'execute' }, steering: namesIn('execute config') },

  // What stands behind their names is theirs, and not an agent's.
  apk: others,
  apt: others,
  'apt-get': others,
  dnf: others,
  git: others,
  npm: others,
  npx: others,
  pnpm: others,
  yarn: others,
}

/** Other names of those programs: of their packages, of Python's, of their images. */
export const programAliases: Readonly<Record<string, string>> = {
  'claude-code': 'claude',
  'gemini-cli': 'gemini',
  'qwen-code': 'qwen',
  'cursor-cli': 'cursor-agent',
  'opencode-ai': 'opencode',
  'copilot-cli': 'copilot',
  'aider-chat': 'aider',
  pip3: 'pip',
  uv: 'pip',
  nodejs: 'node',
  podman: 'docker',
}
