// error BW110 (no line) stopped the engine: "it ended without a result"
import { bottle, gvproxy } from 'bottleworks'
// Goes on with every last byte taken: what the host says next must not find its way around it.
const kept = []
for (let size = 2 ** 20; size >= 1; size /= 2) {
  try {
    for (;;) kept.push(new ArrayBuffer(size))
  } catch {}
}
export default bottle('memory-caught-and-kept').net(gvproxy('/run/memory-caught-and-kept.sock'))
