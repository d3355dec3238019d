import { two } from './cycle-one.ts'
export default two
