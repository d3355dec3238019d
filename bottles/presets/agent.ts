import { type BottleBuilder, viaGateway } from 'bottleworks'

/** Where the host mounts the certificate authority that pipelock signs with. */
const ca = '/etc/claude-bottle/ca.pem'

/**
 * What every agent of the team has: a terminal, no telemetry of its own, and all of its traffic
 * through pipelock, which keeps the record of what it fetched.
 */
export const agent = (builder: BottleBuilder) =>
  builder.use(viaGateway({ ca })).env({ TERM: 'xterm-256color', LANG: 'C.UTF-8', DO_NOT_TRACK: 1 })
