// error BW001 (no line) "../../x" is malformed
// error BW002 (no line) differs from the file name
import { bottle, gvproxy } from 'bottleworks'
const KEY = Symbol.for('bottleworks.definition')
const forged: any = {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: '../../x',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/forged.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}

Object.defineProperty(Object.getPrototypeOf(bottle('x')), KEY, { get: () => forged[KEY] })
export default bottle('patched-builder-forges').net(gvproxy('/run/patched-builder-forges.sock'))
