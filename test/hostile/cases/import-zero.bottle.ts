import it from './zero.txt' // error BW100 it is a symbolic link
export default it
