// ok
import { bottle, gvproxy } from 'bottleworks'
// Text that would end a string, a template or a line, if it were put into code as it is.
import text from './code.txt' with { type: 'text' }
if (globalThis.injected || !text.includes('injected = true')) throw 'injected'
export default bottle('import-text-code').net(gvproxy('/run/import-text-code.sock'))
