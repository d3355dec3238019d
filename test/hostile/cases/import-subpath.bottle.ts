import it from 'bottleworks/synth' // error BW101 it is a package
export default it
