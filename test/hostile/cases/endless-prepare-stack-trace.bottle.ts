// error BW111 (no line) its limit is 10 million operations
import { bottle, gvproxy } from 'bottleworks'
Error.prepareStackTrace = () => {
  for (;;) {}
}
export default bottle('endless-prepare-stack-trace').net(gvproxy('/run/endless-prepare-stack-trace.sock'))
