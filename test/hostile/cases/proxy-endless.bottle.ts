// error BW111 (no line) the bottle file ran for too long
const trap = (): never => { for (;;); }
export default new Proxy({}, { get: trap, has: trap, ownKeys: trap })
