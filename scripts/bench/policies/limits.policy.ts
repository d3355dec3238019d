import { machineLimits } from 'bottleworks/policies'

export default machineLimits({ cpus: 4, memory: 8192 })
