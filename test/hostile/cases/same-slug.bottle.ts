// error BW003 (no line) the slug "same-slug" is also that of bottles/other/same-slug.bottle.ts
import { bottle, gvproxy } from 'bottleworks'
export default bottle('same-slug').net(gvproxy('/run/same-slug.sock'))
