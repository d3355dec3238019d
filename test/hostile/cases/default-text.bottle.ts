// error BW115 (no line) malformed
const KEY = Symbol.for('bottleworks.definition')
export default { [KEY]: '{}' }
