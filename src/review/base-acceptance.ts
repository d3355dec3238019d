import { isDeepStrictEqual } from 'node:util'
import { dialectOf } from '../dialects/dialects.ts'
import type { Commit } from '../output/git-commit.ts'
import { readTreeAt } from '../output/git-tree.ts'
import type { Acknowledged } from '../output/manifest.ts'
import { readManifest } from '../output/manifest.ts'
import type { GivenPolicies } from '../project/policies/policy-set.ts'
import { readTrees } from './reviewed-tree.ts'

/**
 * What bottles accept by the manifests of a commit: of the same bottle the same, for the same reason,
 * and at the same setting, which still has the value that it had: an entry is named by its number, and
 * another in its place was accepted by nobody.
 *
 * @param out The output tree, as it is there.
 * @throws FileError (BW140) when a file or folder of it cannot be read.
 */
export async function acceptedAt(commit: Commit, out: string): Promise<GivenPolicies['accepts']> {
  const texts = await readTreeAt(commit, out, new Map())
  const { after: bottles } = readTrees(new Map(), texts)
  const bySlug = new Map<string, readonly Acknowledged[]>()
  for (const [slug, { manifest, stray }] of texts) {
    const read = manifest === undefined || stray !== undefined ? undefined : readManifest(manifest)
    if (read?.kind === 'known') bySlug.set(slug, read.manifest.acknowledged)
  }
  return ({ slug, dialect, document }, accepted) => {
    const isThere = bySlug
      .get(slug)
      ?.some((each) => isDeepStrictEqual({ ...each }, { ...accepted }))
    if (isThere !== true || accepted.at === undefined) return isThere ?? false
    const was = bottles.get(slug)
    if (was?.dialect !== dialect) return false
    const is = dialectOf(dialect).normalize(document as never)
    return isDeepStrictEqual(valueAt(was.document, accepted.at), valueAt(is, accepted.at))
  }
}

/** What a setting is, by its path as authors know it; of the network, all that decides about it. */
function valueAt(document: object, path: string): unknown {
  const settings = document as Readonly<Record<string, unknown>>
  if (path === 'net' || path.startsWith('net[') || path === 'network') {
    return [settings.net, settings.net_backend, settings.network]
  }
  return (path.match(/[^.[\]]+/g) ?? []).reduce<unknown>(entryOf, settings)
}

function entryOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
  if (/^\d+$/.test(key)) return value[Number(key)]
  // A variable goes by its name.
  return value.find((each) => each === key || String(each).startsWith(`${key}=`))
}
