const fs = require('node:fs') // error BW110 require is not defined
export default fs
