// ok
import { bottle, gvproxy } from 'bottleworks'
import { state } from './state.ts'
const seen = [
  state.seen.length > 0,
  'planted' in globalThis,
  'planted' in Symbol.prototype,
  'planted' in bottle('x'),
  [1].map((value) => value + 1)[0] !== 2,
  Error.prepareStackTrace !== undefined,
]
if (seen.includes(true)) throw seen.join()
export default bottle('leak-2-look').net(gvproxy('/run/leak-2-look.sock'))
