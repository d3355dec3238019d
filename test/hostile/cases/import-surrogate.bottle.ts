import x from './\ud800.ts' // error BW100 it does not exist
export default x
