// error BW110 (no line) threw "at look (bottles/stack-text.bottle.ts:4:24)\n    at <anonymous> (bottles/stack-text.bottle.ts:7:7)
// What a stack tells a bottle of the machine that it runs on: nothing.
function look() {
  const { stack } = new Error()
  return String(stack).trim()
}
throw look() + new Error().stack
