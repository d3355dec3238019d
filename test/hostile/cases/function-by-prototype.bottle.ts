const kind = Object.getPrototypeOf(function* () {})
export default Object.getPrototypeOf(kind.constructor).constructor('return 1') // error BW102 code from strings is not available in a bottle file
