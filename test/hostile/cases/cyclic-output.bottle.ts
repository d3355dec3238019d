// error BW110 (no line) circular reference
import { bottle, gvproxy } from 'bottleworks'
const cycle: { self?: unknown } = {}
cycle.self = cycle
export default bottle('cyclic-output').env({ CYCLE: cycle as unknown as string }).net(gvproxy('/run/cyclic-output.sock'))
