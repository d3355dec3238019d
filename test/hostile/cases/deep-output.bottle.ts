// error BW115 (no line) it is nested more than 64 levels deep
import { bottle, gvproxy } from 'bottleworks'
let deep: unknown = 1
for (let n = 0; n < 200; n++) deep = [deep]
export default bottle('deep-output').env({ DEEP: deep as string }).net(gvproxy('/run/deep-output.sock'))
