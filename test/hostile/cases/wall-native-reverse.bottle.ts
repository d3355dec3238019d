// error BW111 (no line) it has 5 s where operations cannot be counted
export default Array.prototype.reverse.call({ length: 2 ** 53 - 1 })
