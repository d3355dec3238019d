class Clock extends Date {} // error BW102 the current time is not available
new Clock()
