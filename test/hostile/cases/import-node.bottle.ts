import it from 'node:fs' // error BW101 it is a module of Node.js
export default it
