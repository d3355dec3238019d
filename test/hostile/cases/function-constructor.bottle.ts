export default new Function('return 1')() // error BW102 code from strings is not available in a bottle file
