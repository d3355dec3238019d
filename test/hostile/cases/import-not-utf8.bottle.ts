import it from './latin.txt' // error BW100 it is not valid UTF-8
export default it
