// ok
import { bottle, gvproxy } from 'bottleworks'
import { state } from './state.ts'
state.seen.push('leak-1-plant')
globalThis.planted = true
Object.prototype.planted = true
Array.prototype.map = () => ['planted']
Symbol.for('bottleworks.definition').constructor.prototype.planted = true
Object.getPrototypeOf(bottle('x')).planted = true
console.log = () => {}
Error.prepareStackTrace = () => 'planted'
delete Object.prototype.planted
const { map } = Object.getPrototypeOf([].values())
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'leak-1-plant',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/leak-1-plant.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}
