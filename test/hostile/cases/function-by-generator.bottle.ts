const kind = function* () {}
export default kind.constructor('yield 1') // error BW102 code from strings is not available in a bottle file
