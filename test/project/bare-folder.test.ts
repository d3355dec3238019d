import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run } from '../support/command.ts'
import { bottleSource, makeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('synthesizes, from source, a folder that holds bottle files and nothing else', () => {
  const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
  const tsx = join(root, 'node_modules/.bin/tsx')
  const { status, stdout, stderr } = run(tsx, ['scripts/synth.ts', '--project', project], {
    cwd: root,
    env: { HOME: project },
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^create smolfiles\/demo\/Smolfile\nsynthesized 1 bottle in /)
  expect(readFileSync(join(project, 'smolfiles/demo/Smolfile'), 'utf8')).toBe(
    `name = "claude-bottle-demo"
command = ["sleep", "infinity"]
env = []

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/demo.sock"
`,
  )
  expect(Object.keys(readFiles(project))).toEqual([
    'bottles/demo.bottle.ts',
    'smolfiles/demo/Smolfile',
    'smolfiles/demo/manifest.json',
  ])
})
