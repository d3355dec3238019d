import it from '../../outside.ts' // error BW101 it is outside the project
export default it
