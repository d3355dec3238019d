// error BW115 (no line) is not as a builder makes it
export default { [Symbol.for('bottleworks.definition')]: { toJSON: () => ({ dialect: 'claude-bottle', slug: 'to-json-forged' }) } }
