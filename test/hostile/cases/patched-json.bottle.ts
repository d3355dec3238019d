// ok: the sandbox kept the original
import { bottle, gvproxy } from 'bottleworks'
JSON.stringify = () => '{}'
JSON.parse = () => ({})
export default bottle('patched-json').net(gvproxy('/run/patched-json.sock'))
