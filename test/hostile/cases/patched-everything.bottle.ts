// ok: nothing that the sandbox uses can be replaced
import { bottle, gvproxy } from 'bottleworks'
const root = globalThis as Record<string, unknown>
for (const name of ['Reflect', 'JSON', 'Error', 'WeakSet', 'Date', 'Promise']) root[name] = undefined
export default bottle('patched-everything').net(gvproxy('/run/patched-everything.sock'))
