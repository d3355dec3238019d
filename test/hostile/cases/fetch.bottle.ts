export default globalThis.fetch('http://127.0.0.1') // error BW110 not a function
