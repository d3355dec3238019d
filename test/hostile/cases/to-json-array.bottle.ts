// error BW115 (no line) malformed
import { bottle, gvproxy } from 'bottleworks'
Array.prototype.toJSON = () => ({ length: 1 })
export default bottle('to-json-array').net(gvproxy('/run/to-json-array.sock'))
