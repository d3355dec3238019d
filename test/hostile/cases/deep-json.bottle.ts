JSON.parse('['.repeat(1_000_000)) // error BW110 Maximum call stack size exceeded
