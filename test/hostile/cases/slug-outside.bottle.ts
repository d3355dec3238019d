import { bottle, gvproxy } from 'bottleworks'
export default bottle('../../x').net(gvproxy('/run/slug-outside.sock')) // error BW001 the slug "../../x" is malformed // error BW002 differs from the file name
