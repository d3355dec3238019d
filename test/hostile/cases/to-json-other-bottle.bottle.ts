// error BW115 (no line) malformed
import { bottle, gvproxy } from 'bottleworks'
// Wants to be another bottle from the moment on at which it is looked at.
const other = bottle('good-a').net(gvproxy('/run/evil.sock'))
Object.prototype.toJSON = () => other
export default bottle('to-json-other-bottle').net(gvproxy('/run/to-json-other-bottle.sock'))
