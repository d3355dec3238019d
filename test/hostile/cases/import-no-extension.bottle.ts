import it from './presets/data' // error BW101 it has no extension
export default it
