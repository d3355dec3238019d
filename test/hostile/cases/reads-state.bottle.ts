// ok: nothing has come over from another bottle
import { bottle, gvproxy } from 'bottleworks'
const seen = 'leaked' in globalThis || [1].concat([2]).length !== 2
export default bottle('reads-state').env({ SEEN: seen }).net(gvproxy('/run/reads-state.sock'))
