// error BW111 (no line) the bottle file ran for too long
export default /^(a+)+$/.test(`${'a'.repeat(40)}!`)
