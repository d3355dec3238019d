import it from 'file:///etc/passwd' // error BW101 it is a URL
export default it
