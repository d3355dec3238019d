import it from './folder.txt' // error BW100 it is not a regular file
export default it
