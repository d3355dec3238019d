import { bottle, gvproxy } from 'bottleworks'

export default bottle('two-devices')
  // The device that the agent talks through.
  // the only type
  .net(gvproxy('/run/claude-bottle/two-devices/front.sock'))
  // The second one sees the build network.
  // Nothing else may hang on it.
  // Kept apart from the first.
  .net(gvproxy('/run/claude-bottle/two-devices/back.sock'))

// That is all.
