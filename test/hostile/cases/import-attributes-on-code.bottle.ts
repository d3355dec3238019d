import code from './good-a.bottle.ts' with { type: 'text' } // error BW101 the import attributes
export default code
