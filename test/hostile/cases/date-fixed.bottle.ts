// ok
import { bottle, gvproxy } from 'bottleworks'
// What is left of dates is the same everywhere.
const date = new Date(2020, 0, 31, 12)
export default bottle('date-fixed')
  .env({ DATE: date.toString(), ZONE: date.getTimezoneOffset(), PARSED: Date.parse('2020-01-31 12:00') })
  .net(gvproxy('/run/date-fixed.sock'))
