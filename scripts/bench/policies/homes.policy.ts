import { noWritableHomes } from 'bottleworks/policies'

export default noWritableHomes({ except: ['/home/ci/cache'] })
