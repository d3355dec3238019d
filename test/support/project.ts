import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

/** Files of a project, by their path in it. */
export type Files = Readonly<Record<string, string>>

export function writeProject(project: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const target = join(project, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

/**
 * Where projects are that are written many times: in memory if there is a file system for that. A
 * kill leaves the same as on a disk.
 */
export const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A project in a temporary folder, which is removed when the test has finished. */
export function makeProject(files: Files = {}, parent = tmpdir()): string {
  return makeFolder(files, onTestFinished, parent)
}

/** A project in a temporary folder for all tests of a file or a `describe`. */
export function makeSharedProject(files: Files = {}, parent = tmpdir()): string {
  return makeFolder(files, afterAll, parent)
}

function makeFolder(files: Files, atEnd: (cleanUp: () => void) => void, parent = tmpdir()): string {
  const project = mkdtempSync(join(parent, 'bottleworks-'))
  atEnd(() => rmSync(project, { recursive: true, force: true }))
  writeProject(project, files)
  return project
}

/** A bottle file whose builder has `calls` after `bottle(slug)`. Default: one that nothing is said of. */
export function bottleSource(slug: string, calls = quietDevice(`/run/${slug}.sock`)): string {
  return `import { bottle, gateway, gvproxy, viaGateway } from 'bottleworks'

export default bottle('${slug}')
  ${calls}
`
}

/** A device, of which the bottle accepts that nothing says what is behind its socket. */
export function quietDevice(socket: string): string {
  return `.net(gvproxy('${socket}')).acknowledge('BW017', 'a test')`
}
