import { noRootUser } from 'bottleworks/policies'

export default noRootUser()
