import { bottle, gvproxy } from 'bottleworks'

declare module 'bottleworks' { // error BW107 "declare module" is refused
  export const later: 1
}

declare global { // error BW107 "declare global" is refused
  interface ObjectConstructor {
    keys(of: object): number
  }
}

export default bottle('declares-for-others').net(gvproxy('/run/x.sock'))
