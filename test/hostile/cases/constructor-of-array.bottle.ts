;[].constructor.constructor('return this')() // error BW102 code from strings is not available
