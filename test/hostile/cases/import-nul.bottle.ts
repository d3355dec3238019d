import x from './good-a.bottle.ts\0.ts' // error BW100 cannot be read
export default x
