import x from './%2e%2e/%2e%2e/outside.ts' // error BW100 it does not exist
export default x
