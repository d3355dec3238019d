import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { parseVolume } from '../values/volume-rules.ts'
import type { SmolvmDocument } from './document.ts'
import { hasPorts, isNetworked, networkHint } from './network.ts'

/** Checks that a bucket that is mounted can be: it needs an image and a network. */
export function checkBuckets(document: SmolvmDocument): readonly Problem[] {
  const { volumes = [], dev } = document
  return [
    ...checkList(document, volumes, 'volumes'),
    ...checkList(document, dev?.volumes ?? [], 'dev.volumes'),
  ]
}

function checkList(document: SmolvmDocument, entries: readonly string[], list: string) {
  return entries.flatMap((entry, index): readonly Problem[] => {
    const volume = parseVolume(entry)
    if (typeof volume === 'string' || volume.host?.startsWith('s3://') !== true) return []
    const path = `${list}[${index}]`
    const { host } = volume
    if (document.image === undefined) {
      return [errorAt('BW047', path, `the volume of ${quote(host)} needs an image`)]
    }
    if (isNetworked(document) || hasPorts(document)) return []
    const message = `the volume of ${quote(host)} needs a network, and there is none`
    return [errorAt('BW057', path, message, networkHint)]
  })
}
