import fs = require('node:fs') // error BW101 it is a module of Node.js
export default fs.readFileSync('/etc/passwd')
