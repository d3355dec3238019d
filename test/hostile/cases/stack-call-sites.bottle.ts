// ok
import { bottle, gvproxy } from 'bottleworks'
// The functions of its callers, which may be called, and the promise of a module that runs again.
Error.prepareStackTrace = (_, sites) => sites
const functions: any[] = []
const trap = {
  toJSON() {
    for (const site of new Error().stack as any) functions.push(site.getFunction())
    for (const each of functions) {
      if (String(each).includes('native')) continue
      try {
        each({ default: 1 })
      } catch {}
    }
    return 'slug'
  },
}
Error.prepareStackTrace = undefined
export default bottle('stack-call-sites').net(gvproxy('/run/stack-call-sites.sock'))
