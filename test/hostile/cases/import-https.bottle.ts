import it from 'https://example.com/x.ts' // error BW101 it is a URL
export default it
