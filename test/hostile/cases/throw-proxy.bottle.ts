// error BW110 (no line) the bottle file
const trap = () => {
  throw new Error('trapped')
}
throw new Proxy({}, { get: trap })
