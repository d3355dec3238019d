/** Whether an image is a path of the host; else it is a registry's. */
export function isLocalImage(image: string): boolean {
  return /^\.{0,2}\//.test(image) || /\.(?:tar|tgz|tar\.(?:gz|xz|zst))$/.test(image)
}
