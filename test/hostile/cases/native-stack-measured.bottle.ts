// ok
import { bottle, gvproxy } from 'bottleworks'
// Has as much stack as a bottle that comes before all that overflow it.
let depth = 0
function dig() {
  depth++
  dig()
}
try {
  dig()
} catch {}
export default bottle('native-stack-measured')
  .env({ DEPTH: depth })
  .net(gvproxy('/run/native-stack-measured.sock'))
