import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inParallel, runMachine } from './ask.ts'
import type { Case } from './cases.ts'
import type { Engine } from './engine.ts'
import { furnish } from './furnish.ts'

/** What came of the start of a machine. */
export interface Start {
  /** What the engine said before the boot; absent when it went as far. */
  readonly refusal?: string
  /** Bytes of the disks that it made, by their names. */
  readonly disks: Readonly<Record<string, number>>
}

/** Said when all checks are done: the boot fails, for want of a kernel's device or of a program. */
const booted = /boot process exited|\/dev\/kvm/

/** Creates a machine of each Smolfile and starts it, up to the boot. */
export async function start(
  { program }: Engine,
  cases: readonly Case[],
): Promise<readonly Start[]> {
  const root = mkdtempSync(join(tmpdir(), 'bottleworks-start-'))
  const rootfs = join(root, 'rootfs')
  mkdirSync(rootfs)
  const starts: Start[] = []
  try {
    await inParallel(cases, async (each, index) => {
      const [state, folder] = [join(root, `${index}`, 'state'), join(root, `${index}`, 'host')]
      for (const made of [state, folder]) mkdirSync(made, { recursive: true })
      const smolfile = join(root, `${index}`, 'Smolfile')
      writeFileSync(smolfile, furnish(each, folder))
      await runMachine(program, ['create', '--name', 'm', '-s', smolfile], folder, state)
      const variables = { SMOLVM_BOOT_BINARY: '/bin/false', SMOLVM_AGENT_ROOTFS: rootfs }
      const { said } = await runMachine(program, ['start', '--name', 'm'], folder, state, variables)
      const disks = disksIn(join(state, '.cache/smolvm/vms'))
      starts[index] = booted.test(said) ? { disks } : { refusal: said.trim(), disks }
      rmSync(join(root, `${index}`), { recursive: true })
    })
    return starts
  } finally {
    rmSync(root, { recursive: true })
  }
}

function disksIn(folder: string): Readonly<Record<string, number>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const disks = paths.filter((path) => path.endsWith('.raw'))
  return Object.fromEntries(
    disks.map((path) => [path.replace(/^.*\/|\.raw$/g, ''), statSync(join(folder, path)).size]),
  )
}
