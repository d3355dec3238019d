import 'node:child_process' // error BW101 it is a module of Node.js
export default 1
