import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importSmolfiles } from '../../src/codemod/import-smolfiles.ts'
import { renderCompanion } from '../../src/dialects/claude-bottle/companion.ts'
import { synth } from '../../src/synth.ts'
import { bottle } from '../support/command.ts'
import { makeProject } from '../support/project.ts'

const socket = '/run/web/gvproxy.sock'
const companion = renderCompanion({ socket, address: '127.77.0.5' })
const text = `name = "claude-bottle-web"
command = ["sleep", "infinity"]
env = []

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "${socket}"
`

const gatewayAddresses = {
  'bottleworks.config.json': JSON.stringify({ gatewayAddresses: '127.77.0.0/16' }),
}

describe('the import of a Smolfile with a companion beside it', () => {
  it('takes the address over, so that synth writes both again', async () => {
    const project = makeProject({ 'from/Smolfile': text, 'from/gvproxy.yaml': companion })
    const { status, stderr } = bottle(['import', 'from/Smolfile'], { cwd: project })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    const source = readFileSync(join(project, 'bottles/web.bottle.ts'), 'utf8')
    expect(source).toContain(`.net(gvproxy('${socket}', { address: '127.77.0.5' }))`)
    expect(source).not.toContain('BW017')
    expect(await synth({ project })).toMatchObject({ ok: true, diagnostics: [] })
    for (const file of ['Smolfile', 'gvproxy.yaml']) {
      const [made, given] = ['smolfiles/web', 'from'].map((folder) =>
        readFileSync(join(project, folder, file), 'utf8'),
      )
      expect(made).toBe(given)
    }
  })

  it('refuses one that says something else than the tool writes', async () => {
    const project = makeProject()
    const open = companion.replace('127.77.0.5', '127.0.0.1')
    const { ok, diagnostics } = await importSmolfiles([{ name: 'web', text, companion: open }], {
      project,
    })
    expect([ok, diagnostics.map(({ code }) => code)]).toEqual([false, ['BW020']])
  })
})

describe('the import into a project whose gateways have addresses', () => {
  it('objects to no missing address: the bottle has one', async () => {
    const project = makeProject(gatewayAddresses)
    const { ok, diagnostics, imported } = await importSmolfiles([{ name: 'web', text }], {
      project,
    })
    expect([ok, diagnostics, imported[0]?.objections]).toEqual([true, [], []])
    expect(imported[0]?.source).not.toContain('BW017')
    expect(await synth({ project })).toMatchObject({ ok: true, diagnostics: [] })
  })
})
