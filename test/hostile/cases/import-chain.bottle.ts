// error BW110 (no line) Maximum call stack size exceeded
import { end } from './chain/0.ts'
export default end
