import it from './data.json' with { type: 'text' } // error BW101 the import attributes of "./data.json" are invalid
export default it
