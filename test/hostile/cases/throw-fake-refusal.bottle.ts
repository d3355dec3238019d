// error BW110 (no line) Error: "x"
throw { name: 'Error', message: 'x', stack: '', refused: true }
