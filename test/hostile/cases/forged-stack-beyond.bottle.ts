// Whatever place it names, it is in its own file.
throw Object.assign(new Error('hidden'), { stack: '    at x (bottles/forged-stack-beyond.bottle.ts:9999999:1)' }) // error BW110 threw Error: "hidden"
