// error BW114 (no line) there is no default export
export const bottle = 1
