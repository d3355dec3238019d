import { bottle, gvproxy } from 'bottleworks'
export default bottle('claimed-socket').net(gvproxy('/run/claimed.sock')) // error BW013 by the bottles "claimed-socket", "claims-a-socket"
