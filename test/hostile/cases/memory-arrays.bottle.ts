const kept: unknown[] = []
for (;;) kept.push(new Array(10_000).fill(kept.length)) // error BW112 too much memory: its limit is 64 MiB
