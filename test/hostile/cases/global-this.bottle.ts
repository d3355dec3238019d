// error BW114 (no line) the default export is not a bottle
// The names of the engine's functions are all that is left of the host.
export default globalThis
