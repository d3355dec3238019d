import it from 'fs/promises' // error BW101 it is a module of Node.js
export default it
