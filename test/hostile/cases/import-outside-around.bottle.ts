import outside from './x/../../y/../../outside.ts' // error BW101 is refused: it is outside the project
export default outside
