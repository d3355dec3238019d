// ok: the next bottle starts from the same heap
import { bottle, gvproxy } from 'bottleworks'
const root = globalThis as Record<string, unknown>
root.leaked = ['seen']
Array.prototype.concat = () => ['leaked']
export default bottle('leaks-state').net(gvproxy('/run/leaks-state.sock'))
