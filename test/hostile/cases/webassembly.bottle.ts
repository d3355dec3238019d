export default new WebAssembly.Memory({ initial: 1 }) // error BW110 WebAssembly is not defined
