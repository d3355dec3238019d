// error BW110 (no line) threw "xxx
throw 'x'.repeat(10_000_000)
