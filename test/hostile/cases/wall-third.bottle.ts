// error BW111 (no line) its limit is 5 s where operations cannot be counted
const big = 3n ** 100_000n
for (;;) big * big
