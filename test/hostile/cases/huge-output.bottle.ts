// error BW113 (no line) the definition is longer than 1048576 characters
import { bottle, gvproxy } from 'bottleworks'
export default bottle('huge-output').env({ HUGE: 'x'.repeat(2 ** 21) }).net(gvproxy('/run/huge-output.sock'))
