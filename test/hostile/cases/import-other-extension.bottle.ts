import it from './data.wasm' // error BW101 ".wasm" is not a file type that a bottle can import
export default it
