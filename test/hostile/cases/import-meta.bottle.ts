export default import.meta.url // error BW102 import.meta is not available
