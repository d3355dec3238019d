// error BW111 (no line) its limit is 5 s where operations cannot be counted
export default Array.prototype.reverse.call({ length: 2 ** 53 - 1 })
