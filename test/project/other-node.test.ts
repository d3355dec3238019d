import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { awkwardProject } from '../support/awkward-project.ts'
import { bottle, program, run } from '../support/command.ts'
import { makeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

/** A major version that the tests do not run on themselves. */
const major = process.versions.node.startsWith('24.') ? '22' : '24'

/**
 * The program of another version of Node.js. npm has it as a package for each platform; it is kept
 * among the temporary files from one run to the next.
 */
function otherNode(): string | undefined {
  const name = `node-${process.platform}-${process.arch}`
  const kept = join(tmpdir(), `bottleworks-${name}-${major}`)
  const node = join(kept, 'node_modules', name, 'bin/node')
  if (existsSync(node)) return node
  const folder = mkdtempSync(join(tmpdir(), 'bottleworks-node-'))
  const install = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline']
  const { status } = run('npm', [...install, `${name}@${major}`], { env: process.env })
  if (status === 0 && !existsSync(kept)) renameSync(folder, kept)
  else rmSync(folder, { recursive: true })
  return existsSync(node) ? node : undefined
}

it(`gives the same bytes on Node.js ${major}`, { timeout: 180_000 }, ({ skip }) => {
  const node = otherNode()
  if (node === undefined) return skip('the registry does not give it')
  const version = run(node, ['--version']).stdout.trim()
  expect(version).toMatch(new RegExp(`^v${major}\\.`))

  const [here, there] = [makeProject(awkwardProject), makeProject(awkwardProject)]
  const argv = (project: string) => ['synth', '--json', '--project', project]
  const own = bottle(argv(here))
  expect(own).toMatchObject({ status: 0, stderr: '' })
  expect(run(node, [program, ...argv(there)])).toEqual(own)
  expect(readFiles(join(there, 'smolfiles'))).toEqual(readFiles(join(here, 'smolfiles')))
})
