const error = new Error('x') // error BW110 threw \u001b[2J\nBW000: "x"
error.name = '\u001b[2J\nBW000'
throw error
