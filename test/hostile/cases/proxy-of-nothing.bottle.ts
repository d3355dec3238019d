// error BW110 (no line) revoked proxy
const KEY = Symbol.for('bottleworks.definition')
const { proxy, revoke } = Proxy.revocable({}, {})
revoke()
export default { [KEY]: proxy }
