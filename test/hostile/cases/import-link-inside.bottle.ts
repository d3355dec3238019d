// ok
import { bottle, gvproxy } from 'bottleworks'
// A linked folder whose real place is in the project is the project's own.
import { number } from './linked-inside/number.ts'
export default bottle('import-link-inside').env({ NUMBER: number }).net(gvproxy('/run/import-link-inside.sock'))
