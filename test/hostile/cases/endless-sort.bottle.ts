// error BW111 (no line) the bottle file ran for too long
export default [2, 1].sort(() => { for (;;); })
