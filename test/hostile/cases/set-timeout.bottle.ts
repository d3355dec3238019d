setTimeout(() => {}, 1) // error BW110 setTimeout is not defined
