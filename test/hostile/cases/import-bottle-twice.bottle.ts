// ok
import { bottle, gvproxy } from 'bottleworks'
import * as one from './good-a.bottle.ts'
import * as two from './../bottles/good-a.bottle.ts'
if (one !== two) throw 'two instances'
export default bottle('import-bottle-twice').net(gvproxy('/run/import-bottle-twice.sock'))
