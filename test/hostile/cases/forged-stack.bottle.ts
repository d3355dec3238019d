// ok: a stack is for display only
import { bottle, gvproxy } from 'bottleworks'
Error.prototype.toString = () => 'forged'
Object.defineProperty(Error, 'prepareStackTrace', { value: () => ({ forged: true }) })
export default bottle('forged-stack').net(gvproxy('/run/forged-stack.sock'))
