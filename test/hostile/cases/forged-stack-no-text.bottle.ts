// error BW110 (no line) threw Error: "hidden"
throw Object.defineProperty(new Error('hidden'), 'stack', { value: { toString: () => { throw 1 } } })
