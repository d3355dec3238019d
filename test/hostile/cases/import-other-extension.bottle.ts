import it from './data.wasm' // error BW101 ".wasm" is no file that a bottle can import
export default it
