export default [].constructor.constructor('return 1')() // error BW102 code from strings is not available in a bottle file
