function again(): never {
  return again() // error BW110 call stack
}
again()
