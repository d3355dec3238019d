import { bottle, gvproxy } from 'bottleworks'

export default bottle('literal-secret')
  .command('agent')
  .env({
    // BW031: ALL_PROXY names port 1080 of the gateway, which has 8888 (pipelock), 8889
    // (gitGate), 8890 (supervise)
    // hint: use viaGateway()
    ALL_PROXY: 'socks5://proxy.internal:1080',
    // Rotated each night, so it is said.
    // BW033: DB_PASSWORD looks like a secret: its name says so; it would be committed in plain
    // text
    // hint: hand the secret to the bottle when it starts, or behind the gateway
    DB_PASSWORD: 'hunter2',
    // BW032: NO_PROXY is "*": "*" goes around the gateway for every host
    // hint: list the hosts by name
    NO_PROXY: '*',
    // BW033: SESSION_TOKEN looks like a secret: its name says so; it would be committed in
    // plain text
    // hint: hand the secret to the bottle when it starts, or behind the gateway
    SESSION_TOKEN: 'placeholder',
  })
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/literal-secret.sock", { address:
  // "127.77.70.75" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/literal-secret.sock'))
