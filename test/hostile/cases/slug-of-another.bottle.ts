import { bottle, gvproxy } from 'bottleworks'
export default bottle('good-a') // error BW002 differs from the file name
  .net(gvproxy('/run/slug-of-another.sock'))
