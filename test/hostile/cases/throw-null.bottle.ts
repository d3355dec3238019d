// error BW110 (no line) the bottle file threw "null"
throw null
