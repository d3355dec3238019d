// error BW110 (no line) stopped the engine
// The engine does not guard this recursion, and overflows its own stack.
let iterator: any = [1].values()
for (let depth = 0; depth < 50_000; depth++) iterator = iterator.map((value: unknown) => value)
iterator.next()
