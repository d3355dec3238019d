/**
 * What a policy is given of a bottle: data that the host has made, deeply frozen. Secrets in it are
 * masked.
 */

/** One thing that a bottle can get at. */
export interface ReachedPart {
  /** Which part of reach it is: `addresses`, `names`, `files` and so on. */
  readonly part: string
  /** What it is, in the words of `bottle reach`. */
  readonly what: string
  /** The settings that grant it. */
  readonly by: readonly string[]
  /** What it depends on; absent when it is so whatever else is. */
  readonly depends?: string
  /** What to know of it beside. */
  readonly note?: string
}

/** A host by its name, or all names below one. */
export interface ReachedName extends ReachedPart {
  /** `api.example.org`; `*.example.org` of what is below it alone; `*` for every name. */
  readonly name: string
  /** Whether all names below it are meant as well. */
  readonly below: boolean
}

/** A folder of the host, or a bucket. */
export interface ReachedFiles extends ReachedPart {
  readonly path: string
  readonly access: 'read' | 'write'
}

/** Everything that a bottle can get at from inside. What is not here is closed. */
export interface JudgedReach {
  /** What carries packets: `none`, `virtio-net`, `tsi` or `gvproxy`, as its `what`. */
  readonly network: ReachedPart
  /** The host's own loopback. */
  readonly loopback: readonly ReachedPart[]
  /** Addresses and ranges of them. */
  readonly addresses: readonly ReachedPart[]
  /** Hosts that are allowed by their names. */
  readonly hosts: readonly ReachedName[]
  /** Names that are resolved. */
  readonly dns: readonly ReachedName[]
  /** Folders of the host, once to read and once more to write. */
  readonly files: readonly ReachedFiles[]
  readonly gateway: readonly ReachedPart[]
  readonly published: readonly ReachedPart[]
  readonly secrets: readonly ReachedPart[]
  readonly credentials: readonly ReachedPart[]
  readonly devices: readonly ReachedPart[]
  readonly agent: readonly ReachedPart[]
  readonly variables: readonly ReachedPart[]
  /** Root in the guest. */
  readonly user: readonly ReachedPart[]
  readonly image: readonly ReachedPart[]
  readonly malformed: readonly ReachedPart[]
}

/** A finding that the author of a bottle accepts. */
export interface JudgedAcknowledgement {
  readonly code: string
  readonly reason: string
  /** The setting that it is about; absent when it is about all of them. */
  readonly at?: string
}

/** A value of a Smolfile document. */
export type DocumentValue =
  | string
  | number
  | boolean
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue | undefined }

/** One bottle, as a policy sees it. */
export interface JudgedBottle {
  readonly slug: string
  /** The schema of its Smolfile. */
  readonly dialect: string
  /** The bottle file, relative to the project. */
  readonly source: string
  /** The Smolfile as data, by the keys of the Smolfile. */
  readonly document: { readonly [key: string]: DocumentValue | undefined }
  readonly reach: JudgedReach
  readonly acknowledged: readonly JudgedAcknowledgement[]
}

/** One bottle, as a policy of all of them sees it. */
export type IndexedBottle = Pick<JudgedBottle, 'slug' | 'source' | 'reach'>
