// error BW110 (no line) the bottle file threw "Symbol(secret)"
throw Symbol('secret')
