export default new Promise(() => {}) // error BW102 promises are not available in a bottle file
