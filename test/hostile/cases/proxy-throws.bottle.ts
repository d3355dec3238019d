// error BW110 (no line) threw "1"
export default new Proxy({}, {
  get() {
    throw 1
  },
})
