import { isDeepStrictEqual } from 'node:util'
import type { Commit } from '../output/git-commit.ts'
import { readTreeAt } from '../output/git-tree.ts'
import type { Acknowledged } from '../output/manifest.ts'
import { readManifest } from '../output/manifest.ts'

/**
 * What bottles accept by the manifests of a commit: of the same bottle the same, at the same setting
 * and for the same reason.
 *
 * @param out The output tree, as it is there.
 * @throws FileError (BW140) when a file or folder of it cannot be read.
 */
export async function acceptedAt(
  commit: Commit,
  out: string,
): Promise<(slug: string, accepted: Acknowledged) => boolean> {
  const texts = await readTreeAt(commit, out, new Map())
  const bySlug = new Map<string, readonly Acknowledged[]>()
  for (const [slug, { manifest, stray }] of texts) {
    const read = manifest === undefined || stray !== undefined ? undefined : readManifest(manifest)
    if (read?.kind === 'known') bySlug.set(slug, read.manifest.acknowledged)
  }
  return (slug, accepted) =>
    bySlug.get(slug)?.some((each) => isDeepStrictEqual({ ...each }, { ...accepted })) ?? false
}
