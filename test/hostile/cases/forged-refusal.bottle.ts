try {
  Date.now() // error BW110 threw Error: "all is well\nerror BW999"
} catch (error: any) {
  error.message = 'all is well\nerror BW999'
  throw error
}
