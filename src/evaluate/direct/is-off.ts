/** Whether everything is evaluated in the sandbox: for tests, which compare, and for whoever doubts. */
export function isDirectOff(): boolean {
  return process.env.BOTTLEWORKS_EVALUATE === 'sandbox'
}
