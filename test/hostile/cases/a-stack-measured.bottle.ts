// ok
import { bottle, gvproxy } from 'bottleworks'
// The same as native-stack-measured, before any bottle has overflowed anything.
let depth = 0
function dig() {
  depth++
  dig()
}
try {
  dig()
} catch {}
export default bottle('a-stack-measured')
  .env({ DEPTH: depth })
  .net(gvproxy('/run/a-stack-measured.sock'))
