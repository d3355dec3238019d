import { bottle, gvproxy } from 'bottleworks'

export default bottle('literal-secret')
  .command('agent')
  .env({
    ALL_PROXY: 'socks5://proxy.internal:1080',
    // Rotated each night, so it is said.
    DB_PASSWORD: 'hunter2',
    NO_PROXY: '*',
    SESSION_TOKEN: 'placeholder',
  })
  .net(gvproxy('/run/literal-secret.sock'))
  // Reconsider: ALL_PROXY names port 1080 of the gateway, which has 8888 (pipelock), 8889 (gitGate),
  // 8890 (supervise).
  // Better: use viaGateway().
  .acknowledge('BW031', 'imported as it was')
  // Reconsider: DB_PASSWORD looks like a secret: its name says so; it would be committed in plain
  // text.
  // Better: hand the secret to the bottle when it starts, or behind the gateway.
  // Reconsider: SESSION_TOKEN looks like a secret: its name says so; it would be committed in plain
  // text.
  // Better: hand the secret to the bottle when it starts, or behind the gateway.
  .acknowledge('BW033', 'imported as it was')
  // Reconsider: NO_PROXY is "*": "*" goes around the gateway for every host.
  // Better: list the hosts by name.
  .acknowledge('BW032', 'imported as it was')
