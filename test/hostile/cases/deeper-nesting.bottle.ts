// error BW115 (no line) it is nested more than 64 levels deep
const KEY = Symbol.for('bottleworks.definition')
let nest: unknown = []
for (let depth = 0; depth < 4_000; depth++) nest = [nest]
export default { [KEY]: nest }
