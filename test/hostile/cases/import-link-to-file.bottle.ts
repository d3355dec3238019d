import it from './link.txt' // error BW100 it is a symbolic link
export default it
