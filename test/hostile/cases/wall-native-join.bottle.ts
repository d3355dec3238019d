// error BW111 (no line) it has 5 s where operations cannot be counted
export default `${new Array(1e9)}`
