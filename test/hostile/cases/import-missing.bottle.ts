import it from './nowhere.ts' // error BW100 it does not exist
export default it
