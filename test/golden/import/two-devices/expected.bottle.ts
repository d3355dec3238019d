import { bottle, gvproxy } from 'bottleworks'

export default bottle('two-devices')
  // The device that the agent talks through.
  // the only type
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: keep one device, with an address of its own:
  // gvproxy("/run/claude-bottle/two-devices/front.sock", { address: "127.77.41.159" }), or
  // gatewayAddresses in the configuration
  .net(gvproxy('/run/claude-bottle/two-devices/front.sock'))
  // The second one sees the build network.
  // Nothing else may hang on it.
  // Kept apart from the first.
  .net(gvproxy('/run/claude-bottle/two-devices/back.sock'))

// That is all.
