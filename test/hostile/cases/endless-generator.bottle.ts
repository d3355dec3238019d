// error BW111 (no line) the bottle file ran for too long
function* forever() {
  for (;;) yield 1
}
let sum = 0
for (const one of forever()) sum += one
export default sum
