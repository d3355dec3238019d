// ok: running out of memory can be caught, and what is left is enough
import { bottle, gvproxy } from 'bottleworks'
let size = 0
try {
  for (size = 1; ; size *= 2) new Array(size).fill('x')
} catch {}
export default bottle('memory-caught').net(gvproxy('/run/memory-caught.sock'))
