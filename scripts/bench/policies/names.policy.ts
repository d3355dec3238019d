import { listedNames } from 'bottleworks/policies'

export default listedNames({ severity: 'warning' })
