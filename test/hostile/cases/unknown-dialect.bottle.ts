// error BW115 (no line) the dialect "root" is unknown
const none: never[] = []
export default { [Symbol.for('bottleworks.definition')]: { dialect: 'root', slug: 'unknown-dialect', smolfile: {}, acknowledged: none, calls: none, origins: none } }
