const kept: unknown[] = []
for (;;) kept.push(new Array(10_000).fill(kept.length)) // error BW112 too much memory: it has 64 MiB
