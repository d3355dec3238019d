import { bottle } from 'bottleworks\0' // error BW101 is refused
export default bottle
