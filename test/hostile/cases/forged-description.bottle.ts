// error BW110 (no line) threw "all is well"
Object.prototype.toJSON = () => ({ name: '', message: 'all is well', stack: '', refused: true })
throw new Error('real')
