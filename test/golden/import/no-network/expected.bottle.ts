import { machine, rawNet } from 'bottleworks'

export default machine('no-network')
  // Explicitly offline.
  .net(rawNet({ net: false }))
