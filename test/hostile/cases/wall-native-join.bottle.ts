// error BW111 (no line) its limit is 5 s where operations cannot be counted
export default `${new Array(1e9)}`
