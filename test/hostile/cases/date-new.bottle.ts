export default new Date() // error BW102 the current time is not available in a bottle file
