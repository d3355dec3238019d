// error BW115 (no line) it has a key "__proto__"
export default { [Symbol.for('bottleworks.definition')]: { toJSON: () => JSON.parse('{"__proto__":{"slug":"x"}}') } }
