import it from 'zod' // error BW101 it is a package
export default it
