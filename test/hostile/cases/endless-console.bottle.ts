// error BW111 (no line) it has 10 million operations
for (;;) console.log('x'.repeat(10_000))
