import type { Problem } from '../../diagnostic/problem.ts'
import { warningAt } from '../../diagnostic/problem.ts'
import { settings } from '../../language/smolvm/settings.ts'
import { checkProgram } from '../kinds/lists.ts'
import { valuesOfKind } from '../rows.ts'
import { splitVariable } from '../values/variable.ts'
import type { SmolvmDocument } from './document.ts'
import { allowsEverything, isNetworked, usesTsi } from './network.ts'

/** Warns of settings that are valid but seldom intended. */
export function checkUnwise(document: SmolvmDocument): readonly Problem[] {
  return [
    ...dockerSocket(document),
    ...sshAgent(document),
    ...withoutEffect(document),
    ...lines(document),
  ]
}

function dockerSocket({ docker_socket }: SmolvmDocument): readonly Problem[] {
  if (docker_socket !== true) return []
  const message =
    "docker_socket offers the guest's Docker daemon to the host: who reaches it is root in the guest"
  const hint = 'leave it out: what runs in the guest needs it not to use the daemon there'
  return [warningAt('BW061', 'docker_socket', message, hint)]
}

function sshAgent(document: SmolvmDocument): readonly Problem[] {
  if (document.auth?.ssh_agent !== true || !isNetworked(document)) return []
  if (!usesTsi(document) && !allowsEverything(document)) return []
  const message =
    'auth.ssh_agent forwards the SSH agent while egress is open: the guest can log in to any host as you'
  const hint = 'name the hosts in allow_hosts, with block_private = true'
  return [warningAt('BW064', 'auth.ssh_agent', message, hint)]
}

/** Where there is no entrypoint of one's own, a line in `cmd` is a program or an argument, whole. */
function lines(document: SmolvmDocument): readonly Problem[] {
  const { entrypoint = [] } = document
  const places = [
    ['cmd', document.cmd, entrypoint],
    ['artifact.cmd', document.artifact?.cmd, document.artifact?.entrypoint ?? entrypoint],
    ['pack.cmd', document.pack?.cmd, document.pack?.entrypoint ?? entrypoint],
  ] as const
  return places.flatMap(([path, [line = '', ...more] = [], before]) =>
    before.length === 0 && more.length === 0 ? checkProgram(line, 1, path) : [],
  )
}

function withoutEffect(document: SmolvmDocument): readonly Problem[] {
  const { gpu, gpu_vram, health, net_backend } = document
  const none = (path: string, why: string) =>
    warningAt('BW065', path, `${path} has no effect: ${why}`)
  return [
    ...replacedVariables(document).map((path) => none(path, 'auto_graph sets the variable to 1')),
    ...(gpu_vram !== undefined && gpu !== true ? [none('gpu_vram', 'gpu is not true')] : []),
    ...(net_backend === 'tsi' && !isNetworked(document)
      ? [none('net_backend', 'there is no network')]
      : []),
    ...(health !== undefined && (health.exec ?? []).length === 0
      ? [none('health', 'there is no health.exec to run')]
      : []),
    ...(['entrypoint', 'cmd'] as const).flatMap((key) =>
      document[key]?.length === 0 ? [none(key, 'an empty list is the same as none')] : [],
    ),
  ]
}

/** What smolvm 1.32.2 sets with `auto_graph`, in place of what a Smolfile says. */
const graphVariables: readonly string[] = ['SMOLVM_CUDA_AUTO_GRAPH', 'TORCHINDUCTOR_CUDAGRAPHS']

function replacedVariables(document: SmolvmDocument): readonly string[] {
  if (document.auto_graph !== true) return []
  return valuesOfKind(settings, document, 'variables').flatMap(([path, entries]) =>
    (entries as readonly string[]).flatMap((entry, index) => {
      const [name, value] = splitVariable(entry)
      return graphVariables.includes(name) && value !== '1' ? [`${path}[${index}]`] : []
    }),
  )
}
