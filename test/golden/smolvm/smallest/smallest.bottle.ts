import { machine } from 'bottleworks'

// Everything is smolvm's default: a bare Alpine without a network.
export default machine('smallest')
