// error BW110 (no line) stopped the engine: "it ended without a result"
const kept = []
throw {
  get message() {
    for (;;) kept.push({})
  },
}
