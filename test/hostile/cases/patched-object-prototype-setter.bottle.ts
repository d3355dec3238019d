// error BW115 (no line) the definition is malformed
import { bottle, gvproxy } from 'bottleworks'
Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'patched' })
export default bottle('patched-object-prototype-setter').net(gvproxy('/run/patched-object-prototype-setter.sock'))
