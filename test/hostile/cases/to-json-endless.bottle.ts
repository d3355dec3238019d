// error BW111 (no line) the bottle file ran for too long
import { bottle, gvproxy } from 'bottleworks'
export default { [Symbol.for('bottleworks.definition')]: { toJSON() { for (;;); } } }
