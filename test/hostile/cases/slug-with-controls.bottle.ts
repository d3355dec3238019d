import { bottle, gvproxy } from 'bottleworks'
export default bottle('\u001b[2J\u202e') // error BW001 "\u001b[2J\u202e" is malformed // error BW002 differs
  .net(gvproxy('/run/slug-with-controls.sock'))
