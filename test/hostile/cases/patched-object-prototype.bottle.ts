// ok: it changes nothing but its own heap
import { bottle, gvproxy } from 'bottleworks'
Object.assign(Object.prototype, { leaked: true, toJSON: undefined })
export default bottle('patched-object-prototype').net(gvproxy('/run/patched-object-prototype.sock'))
