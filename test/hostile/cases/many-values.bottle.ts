// error BW113 (no line) more than 10000 values
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'many-values',
    smolfile: { env: Array.from({ length: 60_000 }, () => ['', 1]), net: [] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: Array.from({ length: 40_000 }, (_, index) => [String(index), 0]),
  },
}
