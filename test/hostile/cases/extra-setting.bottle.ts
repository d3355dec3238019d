// error BW007 (no line) the setting is unknown
const none: never[] = []
const net = [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/extra-setting.sock' }]
export default { [Symbol.for('bottleworks.definition')]: { dialect: 'claude-bottle', slug: 'extra-setting', smolfile: { env: none, net, privileged: true }, acknowledged: none, calls: none, origins: none } }
