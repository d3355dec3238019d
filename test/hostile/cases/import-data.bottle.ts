import it from 'data:text/javascript,1' // error BW101 it is a URL
export default it
