// error BW115 (no line) is not what a builder produces
export default { [Symbol.for('bottleworks.definition')]: { toJSON: () => ({ dialect: 'claude-bottle', slug: 'to-json-forged' }) } }
