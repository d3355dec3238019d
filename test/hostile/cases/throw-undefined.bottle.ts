// error BW110 (no line) the bottle file threw "undefined"
throw undefined
