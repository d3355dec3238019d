import it from '/etc/passwd' // error BW101 it is an absolute path
export default it
