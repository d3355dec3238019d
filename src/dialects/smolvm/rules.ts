import type { Problem } from '../../diagnostic/problem.ts'
import { checkCopies, checkTwice } from './contradictions.ts'
import { checkCredentials } from './credentials.ts'
import type { SmolvmDocument } from './document.ts'
import { checkDurations } from './durations.ts'
import { checkVariables } from './environment.ts'
import { checkHosts } from './hosts.ts'
import { checkImage, checkPlaces } from './image.ts'
import { checkNetwork } from './network.ts'
import { checkNumbers } from './numbers.ts'
import { checkPorts } from './ports.ts'
import { checkRanges } from './ranges.ts'
import { checkSecrets } from './secret-references.ts'
import { checkTexts } from './texts.ts'
import { checkUnwise } from './unwise.ts'
import { checkVolumes } from './volumes.ts'
import { checkWords } from './words.ts'

/**
 * Everything that the dialect's rules object to. The types are checked before: see
 * `documentSchema`.
 */
export function checkRules(document: SmolvmDocument): readonly Problem[] {
  const rules = [
    checkTexts,
    checkImage,
    checkPlaces,
    checkVariables,
    checkSecrets,
    checkNumbers,
    checkWords,
    checkDurations,
    checkPorts,
    checkVolumes,
    checkNetwork,
    checkHosts,
    checkRanges,
    checkCredentials,
    checkCopies,
    checkTwice,
    checkUnwise,
  ]
  return rules.flatMap((rule) => rule(document))
}
