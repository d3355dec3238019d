// error BW114 (no line) the default export is not a bottle: it is of type function
export default () => 1
