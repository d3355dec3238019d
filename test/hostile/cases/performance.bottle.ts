performance.now() // error BW110 performance is not defined
