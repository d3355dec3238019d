/** What messages call a file that is evaluated, and what is expected of it. */
interface Subject {
  readonly what: string
  readonly name: string
  /** What such a file has to export, as the end of a message. */
  readonly exports: string
  readonly hint: string
}

const bottle: Subject = {
  what: 'bottle',
  name: 'the bottle file',
  exports: 'a bottle file exports its bottle',
  hint: "write export default bottle('…')",
}

const policy: Subject = {
  what: 'policy',
  name: 'the policy',
  exports: 'a policy file exports its policy',
  hint: "write export default policy('team/rule', { … }, ({ bottle, report }) => …)",
}

/** The end of the name of a policy file. */
export const policyExtension = '.policy.ts'

/** What the file is, by its name. */
export function subjectOf(file: string): Subject {
  return file.endsWith(policyExtension) ? policy : bottle
}
