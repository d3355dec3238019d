// error BW110 (no line) Maximum call stack size exceeded
import data from './deep.json' with { type: 'json' }
export default data
