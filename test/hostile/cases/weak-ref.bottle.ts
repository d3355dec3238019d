new WeakRef({}) // error BW110 WeakRef is not defined
