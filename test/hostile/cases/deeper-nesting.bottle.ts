// error BW110 (no line) Maximum call stack size exceeded
const KEY = Symbol.for('bottleworks.definition')
let nest: unknown = []
for (let depth = 0; depth < 12_000; depth++) nest = [nest]
export default { [KEY]: nest }
