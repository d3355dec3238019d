import it from '../../outside.txt' // error BW101 it is outside the project
export default it
