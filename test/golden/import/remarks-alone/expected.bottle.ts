// Nothing is set here yet.
//
// TODO: an image, once somebody has decided.

import { machine } from 'bottleworks'

export default machine('remarks-alone')
