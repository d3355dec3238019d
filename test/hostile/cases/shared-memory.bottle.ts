new SharedArrayBuffer(8) // error BW110 SharedArrayBuffer is not defined
