// error BW110 (no line) threw Error: "hidden"
throw Object.assign(new Error('hidden'), { stack: '    at x (bottles/good-a.bottle.ts:2:1)' })
