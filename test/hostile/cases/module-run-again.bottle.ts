// error BW114 (no line) there is no default export
Error.prepareStackTrace = (_, sites) => sites
const sites: any = new Error().stack
const run = sites[0].getFunction()
if (!globalThis.ran) {
  globalThis.ran = true
  run()
}
