import { bottle, gvproxy } from 'bottleworks'
// error BW010 (no line) there is no network device
// error BW034 (no line) "BW010" cannot be acknowledged
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'acknowledged-errors',
    smolfile: { env: [], net: [] },
    acknowledged: [{ code: 'BW010', reason: 'no need to look', call: 0 }],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}
