import type { Problem } from '../../diagnostic/problem.ts'
import { settings } from '../../language/smolvm/settings.ts'
import { checkValues } from '../rows.ts'
import { checkUnseen } from '../unseen-texts.ts'
import { checkCopies, checkTwice } from './contradictions.ts'
import { checkCredentials } from './credentials.ts'
import type { SmolvmDocument } from './document.ts'
import { checkVariables } from './environment.ts'
import { checkNetwork } from './network.ts'
import { checkOpenness } from './openness.ts'
import { checkPrograms, checkTexts } from './texts.ts'
import { checkUnwise } from './unwise.ts'
import { checkBuckets } from './volumes.ts'

/**
 * Everything that the dialect's rules object to. The types are checked before: see
 * `documentSchema`. What is wrong with one value says its row; here is what lies between settings.
 */
export function checkRules(document: SmolvmDocument): readonly Problem[] {
  const rules = [
    checkTexts,
    checkUnseen,
    checkVariables,
    checkPrograms,
    (each: SmolvmDocument) => checkValues(settings, each),
    checkBuckets,
    checkNetwork,
    checkOpenness,
    checkCredentials,
    checkCopies,
    checkTwice,
    checkUnwise,
  ]
  return rules.flatMap((rule) => rule(document))
}
