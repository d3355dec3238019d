// ok: it comes after two that had to be stopped
import { bottle, gvproxy } from 'bottleworks'
export default bottle('wall-plain').net(gvproxy('/run/wall-plain.sock'))
