import x from './..\\..\\outside.ts' // error BW100 it does not exist
export default x
