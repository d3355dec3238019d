// error BW115 (no line) it is not JSON
export default { [Symbol.for('bottleworks.definition')]: { toJSON: () => undefined } }
