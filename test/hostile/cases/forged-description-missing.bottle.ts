// error BW110 (no line) threw a value that cannot be shown
Object.prototype.toJSON = () => undefined
throw new Error('real')
