// error BW110 (no line) threw Error: "hidden"
throw Object.assign(new Error('hidden'), { stack: '    at x (bottles/forged-stack-nowhere.bottle.ts:0:0)' })
