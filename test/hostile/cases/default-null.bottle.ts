// error BW114 (no line) the default export is not a bottle: it is of type null
export default null
