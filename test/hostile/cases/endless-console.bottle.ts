// error BW111 (no line) its limit is 10 million operations
for (;;) console.log('x'.repeat(10_000))
