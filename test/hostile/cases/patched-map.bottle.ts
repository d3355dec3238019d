// error BW115 (no line) malformed
import { bottle, gvproxy } from 'bottleworks'
Map.prototype[Symbol.iterator] = function* () {
  yield ['slug', 'not an index']
}
export default bottle('patched-map').net(gvproxy('/run/patched-map.sock'))
