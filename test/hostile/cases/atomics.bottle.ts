Atomics.wait // error BW110 Atomics is not defined
