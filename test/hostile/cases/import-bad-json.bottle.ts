// the error is in the file that is imported
import it from './bad.json'
export default it
