export default import('./other.ts') // error BW102 import() is not available
