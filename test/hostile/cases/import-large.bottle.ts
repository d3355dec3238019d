import it from './large.json' // error BW100 it has 2097152 bytes
export default it
