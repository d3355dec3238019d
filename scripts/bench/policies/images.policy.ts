import { pinnedImages } from 'bottleworks/policies'

export default pinnedImages()
