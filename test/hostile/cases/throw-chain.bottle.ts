let error = new Error('end')
for (let depth = 0; depth < 100_000; depth++) error = new Error('link', { cause: error }) // error BW110 threw Error: "link"
throw error
