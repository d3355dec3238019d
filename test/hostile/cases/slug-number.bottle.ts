// error BW115 (no line) the definition is malformed
import { bottle, gvproxy } from 'bottleworks'
export default bottle(1 as unknown as string).net(gvproxy('/run/slug-number.sock'))
