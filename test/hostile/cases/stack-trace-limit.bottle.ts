Object.defineProperty(Error, 'stackTraceLimit', { get: () => new Error('again').stack })
throw new Error('limited') // error BW110 threw
