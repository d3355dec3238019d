// error BW114 (no line) there is no default export
Error.prepareStackTrace = (_, sites) => sites
const [site]: any = new Error().stack
const maker = site.getFunction().constructor
try {
  maker('return 1')
  throw 'made a function'
} catch (error: any) {
  if (!String(error.message).startsWith('code from strings')) throw error
}
