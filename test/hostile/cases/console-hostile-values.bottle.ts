// error BW110 (no line) threw "no"
console.log(Object.create(null), new Proxy({}, {}), () => 1)
console.log({
  toJSON() {
    throw 'no'
  },
})
