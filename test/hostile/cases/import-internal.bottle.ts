import it from 'bottleworks:evaluate/guest/main' // error BW101 it is a URL
export default it
