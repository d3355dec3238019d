/**
 * Every diagnostic code with all that there is to say of it. Codes are stable: one is never used
 * for another meaning. To add one, write its entry in an area file, with examples that a test runs.
 */
import { bugCodes } from './catalogue/bug.ts'
import type { CodeEntry, Severity } from './catalogue/code-entry.ts'
import { codemodCodes } from './catalogue/codemod.ts'
import { companionCodes } from './catalogue/companion.ts'
import { definitionCodes } from './catalogue/definition.ts'
import { evaluationCodes } from './catalogue/evaluation.ts'
import { gatewayCodes } from './catalogue/gateway.ts'
import { machineCodes } from './catalogue/machine.ts'
import { machineValueCodes } from './catalogue/machine-values.ts'
import { networkCodes } from './catalogue/network.ts'
import { opennessCodes } from './catalogue/openness.ts'
import { outputCodes } from './catalogue/output.ts'
import { policyCodes } from './catalogue/policy.ts'
import { projectCodes } from './catalogue/project.ts'
import { smolfileCodes } from './catalogue/smolfile.ts'
import { sourceCodes } from './catalogue/source.ts'

// An intersection and not the type of the whole: declarations would have every text twice.
type Entries = typeof definitionCodes &
  typeof gatewayCodes &
  typeof companionCodes &
  typeof machineValueCodes &
  typeof machineCodes &
  typeof networkCodes &
  typeof opennessCodes &
  typeof smolfileCodes &
  typeof sourceCodes &
  typeof evaluationCodes &
  typeof codemodCodes &
  typeof projectCodes &
  typeof policyCodes &
  typeof outputCodes &
  typeof bugCodes

export type DiagnosticCode = keyof Entries

/** The codes of one severity. */
export type CodeOf<S extends Severity> = {
  [Code in DiagnosticCode]: Entries[Code]['severity'] extends S ? Code : never
}[DiagnosticCode]

/** The warnings that a bottle may acknowledge: those whose entry says when that is right. */
export type AcknowledgeableCode = {
  [Code in DiagnosticCode]: Entries[Code] extends { readonly accept: string } ? Code : never
}[DiagnosticCode]

export const catalogue: Readonly<Record<DiagnosticCode, CodeEntry>> = {
  ...definitionCodes,
  ...gatewayCodes,
  ...companionCodes,
  ...machineValueCodes,
  ...machineCodes,
  ...networkCodes,
  ...opennessCodes,
  ...smolfileCodes,
  ...sourceCodes,
  ...evaluationCodes,
  ...codemodCodes,
  ...projectCodes,
  ...policyCodes,
  ...outputCodes,
  ...bugCodes,
}

/** All codes, in the order of their numbers. */
export const diagnosticCodes: readonly DiagnosticCode[] = Object.keys(catalogue)
  .filter(isDiagnosticCode)
  .sort()

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(catalogue, text)
}

/** Whether a bottle may acknowledge `code`. */
export function isAcknowledgeable(code: string): code is AcknowledgeableCode {
  return isDiagnosticCode(code) && catalogue[code].accept !== undefined
}

/** The URI of what explains `code`. There is no public site yet: this is the one place to name it. */
export function helpUri(code: DiagnosticCode): string {
  return `urn:bottleworks:${code}`
}

/** The call that accepts `code` in a bottle file. */
export function acknowledgement(code: DiagnosticCode): string {
  return `.acknowledge('${code}', '…')`
}
