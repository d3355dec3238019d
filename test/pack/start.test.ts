import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeClone, unreachable } from '../support/clone.ts'
import { run } from '../support/command.ts'
import { makeProject, makeSharedProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The first commands below a heading. */
function commandsBelow(page: string, heading: string): string {
  const [, section = ''] = readFileSync(join(root, page), 'utf8').split(`${heading}\n`)
  return /```sh\n(.*?)```/s.exec(section)?.[1] ?? ''
}

describe('the start that the README gives', () => {
  const folder = makeSharedProject()
  const clone = join(folder, 'bottleworks')
  const commands = commandsBelow('README.md', '## Your own project')

  beforeAll(() => makeClone(clone))

  it('packs the clone, installs it in an empty folder, and synthesizes there', ({ skip }) => {
    const script = `set -e\n${commands}`
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: clone,
      encoding: 'utf8',
      env: { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' },
    })
    if (unreachable.test(stderr)) skip('the registry cannot be reached')
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('create smolfiles/demo/Smolfile')
    expect(stderr).toContain('next:\n  npm run synth\n')
    const project = join(folder, 'my-bottles')
    expect(existsSync(join(project, 'smolfiles/demo/Smolfile'))).toBe(true)
    const again = run('npx', ['--no-install', 'bottleworks', 'init'], { cwd: project })
    expect(again).toMatchObject({ status: 0, stderr: '' })
    expect(again.stdout).not.toMatch(/wrote|edited/)
  })

  /** Runs npx where nothing is installed, beside a registry that has every package. */
  async function fetchedBy(...argv: readonly string[]): Promise<readonly string[]> {
    const asked: string[] = []
    const server = createServer(({ url = '' }, response) => {
      asked.push(url)
      const { port } = server.address() as AddressInfo
      const dist = { tarball: `http://127.0.0.1:${port}${url}-1.0.0.tgz` }
      const name = url.slice(1)
      const versions = { '1.0.0': { name, version: '1.0.0', bin: { [name]: 'a.js' }, dist } }
      if (url.endsWith('.tgz')) response.statusCode = 404
      response.end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const home = makeProject()
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      npm_config_cache: join(home, 'cache'),
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_fetch_retries: '0',
      npm_config_audit: 'false',
      npm_config_update_notifier: 'false',
    }
    const child = spawn('npx', argv, { cwd: home, env, stdio: 'ignore' })
    const [status] = await once(child, 'close')
    server.close()
    expect(status).not.toBe(0)
    return asked.filter((url) => url.endsWith('.tgz'))
  }

  it.each(['bottle', 'bottleworks'])(
    'fetches no package %s where it is not installed',
    async (name) => {
      expect(await fetchedBy('--no-install', name, 'synth')).toEqual([])
      // So that this could fail.
      expect(await fetchedBy('--yes', name, 'synth')).toEqual([`/${name}-1.0.0.tgz`])
    },
  )

  it('is called so wherever it is called', () => {
    const guides = readdirSync(join(root, 'docs/guides'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/guides/${name}`)
    for (const path of ['README.md', 'docs/getting-started.md', ...guides]) {
      expect(readFileSync(join(root, path), 'utf8')).not.toMatch(/npx (?:--yes )?bottle/)
    }
  })
})
