import { machine } from 'bottleworks'

export default machine('nothing')
