function look() {
  return (look as any).caller // error BW110 invalid property access
}
look()
