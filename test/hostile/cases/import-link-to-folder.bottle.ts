import it from './linked/outside.txt' // error BW100 its folder is outside the project
export default it
