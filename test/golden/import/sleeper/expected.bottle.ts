import { bottle, gvproxy } from 'bottleworks'

export default bottle('sleeper')
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/claude-bottle/sleeper/gvproxy.sock",
  // { address: "127.77.228.74" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/claude-bottle/sleeper/gvproxy.sock'))
