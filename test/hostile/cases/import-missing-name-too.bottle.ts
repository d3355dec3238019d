

import { sudo } from 'bottleworks' // error BW101 the module "bottleworks" has no export "sudo"
export default sudo
