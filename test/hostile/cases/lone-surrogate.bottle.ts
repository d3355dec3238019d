import { bottle, gvproxy } from 'bottleworks'
export default bottle('lone-surrogate')
  .env({ A: '\ud800' }) // error BW005 a lone surrogate
  .net(gvproxy('/run/lone-surrogate.sock'))
