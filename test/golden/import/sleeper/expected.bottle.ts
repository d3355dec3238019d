import { bottle, gvproxy } from 'bottleworks'

export default bottle('sleeper').net(gvproxy('/run/claude-bottle/sleeper/gvproxy.sock'))
