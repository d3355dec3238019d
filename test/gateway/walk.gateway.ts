import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runInNamespaces } from '../reach/namespaces.ts'
import { program } from '../support/command.ts'
import { makeProject } from '../support/project.ts'
import { buildGvproxy } from './gvproxy.ts'
import { lackOfLaboratory } from './laboratory.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/guides/gateway.md'), 'utf8')

/** Each piece of the walk, with the output that the guide shows below it. */
const pieces = [...guide.matchAll(/^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms)].map(
  ([, script = '', output]) => ({ script, output }),
)

describe.skipIf(lackOfLaboratory() !== undefined)('the guide', () => {
  it('can be walked from an empty folder as it is written', async () => {
    const folder = makeProject({})
    const elsewhere = makeProject({
      'bin/bottle': `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`,
    })
    symlinkSync(join(buildGvproxy(), 'gvproxy'), join(elsewhere, 'bin/gvproxy'))
    const script = join(elsewhere, 'walk.sh')
    const steps = pieces.map(
      ({ script }, index) => `exec > ${elsewhere}/output-${index}\n${script}`,
    )
    // A host of its own: its folder /run, its loopback, its processes.
    const setUp = `set -eu\nip link set lo up\nmount -t tmpfs none /run\nchmod +x ${elsewhere}/bin/bottle\ncd ${folder}\n`
    writeFileSync(script, setUp + steps.join(''))
    await runInNamespaces(['sh', script], {
      PATH: `${elsewhere}/bin:${process.env.PATH}`,
      HOME: elsewhere,
      BOTTLEWORKS: root,
    })
    expect(pieces.filter(({ output }) => output !== undefined)).toHaveLength(2)
    for (const [index, { output }] of pieces.entries()) {
      if (output === undefined) continue
      expect(readFileSync(join(elsewhere, `output-${index}`), 'utf8')).toBe(output)
    }
  })
})
