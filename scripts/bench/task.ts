/**
 * The work that every program has: bottles with the same values, of an agent behind the gateway.
 */

/** The slugs of a project of `size` bottles. */
export function slugs(size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) => `agent-${String(index).padStart(5, '0')}`)
}

/** The task of a bottle, as its one number: what an edit changes. */
export function taskOf(slug: string): number {
  return Number(slug.slice('agent-'.length))
}

/** The variables that all bottles share, in a module of their own. */
export const shared: Readonly<Record<string, string>> = {
  HTTP_PROXY: 'http://proxy.internal:8888',
  HTTPS_PROXY: 'http://proxy.internal:8888',
  http_proxy: 'http://proxy.internal:8888',
  https_proxy: 'http://proxy.internal:8888',
  NO_PROXY: 'localhost,127.0.0.1',
  no_proxy: 'localhost,127.0.0.1',
  NODE_EXTRA_CA_CERTS: '/etc/claude-bottle/ca.pem',
  SSL_CERT_FILE: '/etc/claude-bottle/ca.pem',
  REQUESTS_CA_BUNDLE: '/etc/claude-bottle/ca.pem',
  CURL_CA_BUNDLE: '/etc/claude-bottle/ca.pem',
  GIT_SSL_CAINFO: '/etc/claude-bottle/ca.pem',
  TERM: 'xterm-256color',
}

export function socketOf(slug: string): string {
  return `/run/claude-bottle/${slug}/gvproxy.sock`
}

/** The files of definitions, for the program that has them in such files. */
export function definitions(
  slugs: readonly string[],
  definition: (slug: string, task: number) => readonly [path: string, text: string],
): Readonly<Record<string, string>> {
  return Object.fromEntries(slugs.map((slug) => definition(slug, taskOf(slug))))
}

/** The text that every program is to write for a bottle. */
export function expectedText(slug: string, task = taskOf(slug)): string {
  const variables = { ...shared, TASK: String(task), WORKSPACE: `/work/${slug}` }
  const lines = Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => JSON.stringify(`${name}=${value}`))
  return `name = "claude-bottle-${slug}"
command = ["claude", "--dangerously-skip-permissions"]
env = [${lines.join(', ')}]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "${socketOf(slug)}"
`
}
