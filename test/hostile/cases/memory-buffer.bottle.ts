export default new ArrayBuffer(1e9) // error BW112 too much memory: its limit is 64 MiB
