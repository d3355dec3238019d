// error BW110 (no line) threw "() => 1"
throw () => 1
