/** Where an image comes from: a path of the host, standard input, or a registry. */
export type ImageKind = 'path' | 'stdin' | 'registry'

/** Returns where smolvm 1.32.2 takes an image from, by its text alone. */
export function imageKind(image: string): ImageKind {
  if (image === '-') return 'stdin'
  // A drive's letter begins a path on every system, on Linux too.
  return /^(?:\.{0,2}\/|[a-z]:[\\/])/i.test(image) || /\.(?:tar|tar\.gz|tgz)$/.test(image)
    ? 'path'
    : 'registry'
}
