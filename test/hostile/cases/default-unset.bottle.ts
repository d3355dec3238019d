export { later as default }
if (true) throw late()
function late() {
  return later // error BW110 later is not initialized
}
let later = 1
