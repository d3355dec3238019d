// ok: a key named __proto__ is a key like any other
import { bottle, gvproxy } from 'bottleworks'
import data from './proto.json'
const polluted = Object.hasOwn(data, '__proto__') && !('polluted' in {})
export default bottle('import-json-proto').env({ OWN: polluted }).net(gvproxy('/run/import-json-proto.sock'))
