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

const fleet: Subject = {
  what: 'fleet',
  name: 'the fleet file',
  exports: 'a fleet file exports its fleet',
  hint: 'write export default fleet([…])',
}

const policy: Subject = {
  what: 'policy',
  name: 'the policy',
  exports: 'a policy file exports its policy',
  hint: "write export default policy('team/rule', { … }, ({ bottle, report }) => …)",
}

const test: Subject = {
  what: 'test',
  name: 'the test file',
  exports: 'a test file exports nothing',
  hint: "write test('…', () => { … })",
}

/** The end of the name of a test file. */
export const testExtension = '.bottle-test.ts'

export function isTestFile(file: string): boolean {
  return file.endsWith(testExtension)
}

/** The end of the name of a file of many bottles. */
export const fleetExtension = '.bottles.ts'

export function isFleetFile(file: string): boolean {
  return file.endsWith(fleetExtension)
}

/** The end of the name of a policy file. */
export const policyExtension = '.policy.ts'

/** Whether a file is one of one bottle, by its name. */
export function isBottleFile(file: string): boolean {
  return subjectOf(file) === bottle
}

/** What the file is, by its name. */
export function subjectOf(file: string): Subject {
  if (isTestFile(file)) return test
  if (isFleetFile(file)) return fleet
  return file.endsWith(policyExtension) ? policy : bottle
}
