import x from '..' // error BW101 is refused
export default x
