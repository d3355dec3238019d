import self from './import-self.bottle.ts' // error BW103 imports form a cycle
export default self
