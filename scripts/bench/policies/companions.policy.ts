import { gatewayCompanions } from 'bottleworks/policies'

export default gatewayCompanions({ severity: 'warning' })
