// error BW010 (no line) there is no network device
const none: never[] = []
const call = { name: 'bottle', stack: '    at <anonymous> (/etc/passwd:1:1)\n    at <anonymous> (../../outside.ts:1:1)\n' }
export default { [Symbol.for('bottleworks.definition')]: { dialect: 'claude-bottle', slug: 'forged-origin', smolfile: { env: none, net: none }, acknowledged: none, calls: [call], origins: [['slug', 0]] } }
