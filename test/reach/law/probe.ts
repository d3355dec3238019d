/** One thing that a guest may try, or that a host may grant it. */
export type Probe =
  /** An address, without a name asked for before. */
  | {
      readonly kind: 'address'
      readonly protocol: 'tcp' | 'udp'
      readonly address: string
      readonly port: number
    }
  /** The address that a name answers, which whoever answers for the name decides. */
  | {
      readonly kind: 'name'
      readonly protocol: 'tcp' | 'udp'
      readonly name: string
      readonly address: string
      readonly port: number
    }
  /** Any way to what listens on 127.0.0.1, or on ::1, of the host. */
  | { readonly kind: 'loopback'; readonly protocol: 'tcp' | 'udp'; readonly family: 4 | 6 }
  | { readonly kind: 'question'; readonly name: string }
  | { readonly kind: 'file'; readonly mode: 'read' | 'write'; readonly path: string }
  /** A value of the host, in plain text in the guest. */
  | {
      readonly kind: 'secret'
      readonly name: string
      readonly source: string
      readonly from: string
    }
  /** A value of the host that goes out with a request, and that the guest does not see. */
  | {
      readonly kind: 'credential'
      readonly variable: string
      readonly source: string
      readonly from: string
      readonly host: string
      readonly method: string
      readonly place: string
    }
  | {
      readonly kind: 'published'
      readonly protocol: 'tcp' | 'udp'
      readonly host: number
      readonly guest: number
    }
  | { readonly kind: 'device'; readonly device: 'gpu' | 'cuda' | 'rosetta' }
  | { readonly kind: 'agent'; readonly agent: 'ssh' | 'docker' | 'gvproxy' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'gateway'; readonly socket: string }
  | { readonly kind: 'root' }

export type Answer = 'yes' | 'no' | 'depends'
