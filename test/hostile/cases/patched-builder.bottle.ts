// error BW115 (no line) the definition is malformed
import { bottle, gvproxy } from 'bottleworks'
const builder = bottle('patched-builder')
Object.defineProperty(Object.getPrototypeOf(builder), Symbol.for('bottleworks.definition'), { get: () => ({ dialect: 'claude-bottle' }) })
export default builder.net(gvproxy('/run/patched-builder.sock'))
