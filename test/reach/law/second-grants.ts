import type { SmolvmDocument } from '../../../src/dialects/smolvm/document.ts'
import type { Answer, Probe } from './probe.ts'
import type { NetworkProbe } from './second-network.ts'

/** What a Smolfile of smolvm grants beside its network, read one probe at a time. */
export type GrantProbe = Exclude<Probe, NetworkProbe>

export function isGranted(document: SmolvmDocument, probe: GrantProbe): Answer {
  if (probe.kind === 'root') return isRoot(document)
  if (probe.kind === 'secret') return isSecretSeen(document, probe)
  return has(document, probe) ? 'yes' : 'no'
}

function has(
  document: SmolvmDocument,
  probe: Exclude<GrantProbe, { kind: 'root' } | { kind: 'secret' }>,
): boolean {
  switch (probe.kind) {
    case 'file':
      return isFileReached(document, probe)
    case 'credential':
      return isCredentialSent(document, probe)
    case 'published':
      return isPublished(document, probe)
    case 'device':
      if (probe.device === 'cuda') return document.cuda === true || document.auto_graph === true
      return document[probe.device] === true
    case 'agent':
      if (probe.agent === 'gvproxy') return false
      return probe.agent === 'ssh'
        ? document.auth?.ssh_agent === true
        : document.docker_socket === true
    case 'variable':
      return [...(document.env ?? []), ...(document.dev?.env ?? [])].includes(probe.name)
    case 'gateway':
      return false
  }
}

/** A list of `[dev]` stands for the other, unless it has nothing. */
function inForce(document: SmolvmDocument, key: 'ports' | 'volumes'): readonly string[] {
  const dev = document.dev?.[key]
  return dev === undefined || dev.length === 0 ? (document[key] ?? []) : dev
}

function isFileReached(document: SmolvmDocument, { mode, path }: GrantProbe & { kind: 'file' }) {
  const mounted = inForce(document, 'volumes').some((entry) => {
    if (entry.startsWith('/') && !entry.includes(':')) return false
    const isBucket = entry.startsWith('s3://')
    const [host = '', , how] = (isBucket ? entry.slice('s3://'.length) : entry).split(':')
    if (mode === 'write' && how === 'ro') return false
    return isBelow(path, isBucket ? `s3://${host}` : host)
  })
  return mounted || (mode === 'read' && isImage(document.image ?? '', path))
}

function isImage(image: string, path: string): boolean {
  const begins = ['/', './', '../'].some((start) => image.startsWith(start))
  const ends = ['.tar', '.tar.gz', '.tgz'].some((end) => image.endsWith(end))
  return (begins || ends) && isBelow(path, image)
}

/** By the text: nobody knows where ".." leads, since what stands before it may be a link. */
function isBelow(path: string, folder: string): boolean {
  if (path.startsWith('s3://') !== folder.startsWith('s3://')) return false
  const [inner, outer] = [stepsOf(path), stepsOf(folder)]
  return (
    outer.every((step, index) => inner[index] === step) && !inner.slice(outer.length).includes('..')
  )
}

function stepsOf(path: string): readonly string[] {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.')
  return path.startsWith('/') ? ['/', ...steps] : steps
}

/** Nobody measured whether the guest gets a secret that feeds a credential. */
function isSecretSeen(
  { secrets = {}, network }: SmolvmDocument,
  { name, source, from }: GrantProbe & { kind: 'secret' },
): Answer {
  const bound = (network?.credentials ?? []).map((each) => each.environment_variable)
  const reference = Object.entries(secrets).find(([key]) => key === name)?.[1] ?? {}
  const isThere = Object.entries(reference).some(([key, value]) => key === source && value === from)
  if (!isThere) return 'no'
  return bound.includes(name) ? 'depends' : 'yes'
}

/** The value is that of the secret of the variable's name, or else of the host's variable. */
function isCredentialSent(
  { secrets = {}, network }: SmolvmDocument,
  probe: GrantProbe & { kind: 'credential' },
): boolean {
  return (network?.credentials ?? []).some((binding) => {
    const { environment_variable: variable = '', allowed_hosts, methods, set_header } = binding
    const { header = true, body = false } = binding.injection_location ?? {}
    const secret = Object.entries(secrets).find(([key]) => key === variable)?.[1]
    const isSource =
      secret === undefined
        ? probe.source === 'from_env' && probe.from === variable
        : Object.entries(secret).some(
            ([key, value]) => key === probe.source && value === probe.from,
          )
    const isPlace =
      (probe.place === 'header' && header) ||
      (probe.place === 'body' && body) ||
      (set_header !== undefined && isSameText(probe.place, set_header))
    const isMethod = (methods ?? [probe.method]).some(
      (each) => each.toUpperCase() === probe.method.toUpperCase(),
    )
    const isHost = allowed_hosts.some((host) =>
      host.startsWith('*.')
        ? probe.host.toLowerCase().endsWith(host.slice(1).toLowerCase())
        : isSameText(probe.host, host),
    )
    return probe.variable === variable && isSource && isPlace && isMethod && isHost
  })
}

/** Whether two names of hosts or of headers are one, which case does not part. */
function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** `HOST[:GUEST][/PROTOCOL]`, each a port or a range of them. */
function isPublished(
  document: SmolvmDocument,
  { protocol, host, guest }: GrantProbe & { kind: 'published' },
): boolean {
  return inForce(document, 'ports').some((entry) => {
    const [sides = '', kind = 'tcp'] = entry.split('/')
    const [outside = '', inside = outside] = sides.split(':')
    const [first = 0, last = first] = outside.split('-').map(Number)
    const [start = 0] = inside.split('-').map(Number)
    return kind === protocol && first <= host && host <= last && guest - start === host - first
  })
}

/** A number is a user; a name is one of the image's, and so is nobody's at all. */
function isRoot({ user, dev }: SmolvmDocument): Answer {
  const [name = ''] = (dev?.user ?? user ?? '').trim().split(':')
  if (name === 'root') return 'yes'
  if (!/^\+?\d+$/.test(name)) return 'depends'
  return Number(name) === 0 ? 'yes' : 'no'
}
