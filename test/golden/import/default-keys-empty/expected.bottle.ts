import { machine } from 'bottleworks'

// No ports yet.
// Kept for later.
export default machine('default-keys-empty').cpus(2)
