const again = (): unknown => [1].map(again) // error BW110 call stack
export default again()
