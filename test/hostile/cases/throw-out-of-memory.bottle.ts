throw new Error('out of memory') // error BW112 too much memory
