class Sneaky extends (class {}).constructor {} // error BW102 code from strings is not available
new Sneaky('return 1')
