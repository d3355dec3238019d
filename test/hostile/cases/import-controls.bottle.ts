import x from './\u001b[2J.ts' // error BW100 "./\u001b[2J.ts" cannot be read
export default x
