// error BW111 (no line) the bottle file ran for too long
import { bottle, gvproxy } from 'bottleworks'
const settings = { get slug(): string { for (;;); } }
export default bottle(settings.slug)
