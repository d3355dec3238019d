import { reviewTrees } from '../../src/review/review.ts'
import { tomlArray } from '../../src/smolfile/toml-text.ts'
import { bottleOf, treeOf } from '../review/case-trees.ts'

export interface Parts {
  readonly command?: readonly string[]
  readonly env?: readonly string[]
}

/** A Smolfile of each dialect with the same program and variables. */
export const smolfiles = {
  'claude-bottle': ({ command = ['sleep'], env = [] }: Parts) =>
    `name = "claude-bottle-web"\ncommand = ${tomlArray(command)}\nenv = ${tomlArray(env)}
[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "/run/x.sock"\n`,
  smolvm: ({ command = ['sleep'], env = [] }: Parts) =>
    `cmd = ${tomlArray(command)}\nenv = ${tomlArray(env)}\n`,
}
export const dialects = Object.keys(smolfiles) as (keyof typeof smolfiles)[]

/** The classes of what changes between two Smolfiles. */
export function classes(dialect: keyof typeof smolfiles, before: Parts, after: Parts) {
  const [old, now] = [before, after].map((parts) =>
    treeOf(bottleOf('web', smolfiles[dialect](parts))),
  )
  const { bottles } = reviewTrees(old ?? treeOf(), now ?? treeOf())
  return bottles.flatMap(({ findings }) => findings.map((finding) => finding.class))
}

/** As the list has it, in small letters and in capitals; a star stands for nothing or for anything. */
export function spellings(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const bare = name.replaceAll('*', '')
    const more = name.includes('*') ? [name.replaceAll('*', 'X')] : []
    return [...new Set([bare, bare.toLowerCase(), bare.toUpperCase(), ...more])]
  })
}
