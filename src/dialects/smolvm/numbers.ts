import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import type { SmolvmDocument } from './document.ts'

/** smolvm warns above this. */
const advisedCpus = 16
/** MAX_STOP_TIMEOUT_SECS of smolvm-protocol. */
const longestStop = 300

/** That the numbers are ones that a machine can start with. */
export function checkNumbers(document: SmolvmDocument): readonly Problem[] {
  const { artifact, pack, service } = document
  return [
    ...atLeast(1, 'cpus', document.cpus),
    ...atLeast(64, 'memory', document.memory, 'MiB'),
    ...atLeast(1, 'gpu_vram', document.gpu_vram, 'MiB'),
    ...atLeast(1, 'storage', document.storage, 'GiB'),
    ...atLeast(1, 'overlay', document.overlay, 'GiB'),
    ...atLeast(1, 'artifact.cpus', artifact?.cpus),
    ...atLeast(64, 'artifact.memory', artifact?.memory, 'MiB'),
    ...atLeast(1, 'pack.cpus', pack?.cpus),
    ...atLeast(64, 'pack.memory', pack?.memory, 'MiB'),
    ...atLeast(1, 'service.port', service?.port),
    ...atLeast(1, 'service.listen', service?.listen),
    ...stopTimeout(document.stop_timeout),
    ...manyCpus('cpus', document.cpus),
    ...manyCpus('artifact.cpus', artifact?.cpus),
    ...manyCpus('pack.cpus', pack?.cpus),
  ]
}

function atLeast(least: number, path: string, value: number | undefined, unit = '') {
  if (value === undefined || value >= least) return []
  const amount = unit === '' ? `${least}` : `${least} ${unit}`
  return [errorAt('BW041', path, `${path} is ${value}; it must be at least ${amount}`)]
}

function stopTimeout(seconds: number | undefined): readonly Problem[] {
  if (seconds === undefined || seconds <= longestStop) return []
  const message = `stop_timeout is ${seconds} seconds; it must be at most ${longestStop}`
  return [errorAt('BW041', 'stop_timeout', message)]
}

function manyCpus(path: string, cpus: number | undefined): readonly Problem[] {
  if (cpus === undefined || cpus <= advisedCpus) return []
  return [warningAt('BW066', path, `${path} is ${cpus}; smolvm advises at most ${advisedCpus}`)]
}
