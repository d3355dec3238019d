import x from '../bottleworks:evaluate/guest/main.ts' // error BW100 it does not exist
export default x
