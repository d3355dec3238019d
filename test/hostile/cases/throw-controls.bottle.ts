throw new Error('\u001b[2J\u202efine') // error BW110 Error: "\u001b[2J\u202efine"
