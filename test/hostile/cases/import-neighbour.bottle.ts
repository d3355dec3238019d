// ok
import { bottle, gvproxy } from 'bottleworks'
// Runs its neighbour's file and changes what the file has made, in its own heap.
import neighbour from './good-a.bottle.ts'
Object.getPrototypeOf(neighbour).net = () => ({})
const { prototype } = Object.getPrototypeOf(neighbour).constructor
delete prototype.net
globalThis.neighbour = neighbour
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'import-neighbour',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/import-neighbour.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}
