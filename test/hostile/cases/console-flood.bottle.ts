// ok: what it prints is bounded
import { bottle, gvproxy } from 'bottleworks'
for (let n = 0; n < 1_000; n++) console.log('\u001b[31m', n, '\u202e', { n }, null, undefined, Symbol('s'))
export default bottle('console-flood').net(gvproxy('/run/console-flood.sock'))
