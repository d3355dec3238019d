// error BW110 (no line) stopped the engine
// The engine's stack overflows while the host looks at what was thrown.
let iterator: any = [1].values()
for (let depth = 0; depth < 50_000; depth++) iterator = iterator.map((value: unknown) => value)
throw {
  get message() {
    return iterator.next()
  },
}
