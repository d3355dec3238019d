import it from './fifo.txt' // error BW100 it is not a regular file
export default it
