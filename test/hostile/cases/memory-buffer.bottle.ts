export default new ArrayBuffer(1e9) // error BW112 too much memory: it has 64 MiB
