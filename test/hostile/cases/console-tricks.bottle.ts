console.log({ toJSON() { throw new Error('caught you') } }) // error BW110 caught you
