// error BW110 (no line) threw Error: "hidden"
throw Object.assign(new Error('hidden'), { stack: '    at x (/etc/passwd:1:1)\n    at y (../../x.ts:1:1)' })
