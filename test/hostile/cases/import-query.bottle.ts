import x from './good-a.bottle.ts?x' // error BW101 is refused
export default x
