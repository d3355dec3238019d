await 1 // error BW102 await is not available
export default 1
