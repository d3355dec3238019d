import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { fetchEngine, lacks, pinned, requireEngine } from './engine.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bottleworks-fetch-'))
  vi.stubEnv('CI', '')
  vi.stubEnv('BOTTLEWORKS_ENGINE', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

/** Leaves of the programs on the PATH one alone, which is a shell script. */
function onlyPython(script: string): void {
  writeFileSync(join(folder, 'python3'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'python3'), 0o755)
  vi.stubEnv('PATH', folder)
}

const linux = { platform: 'linux', arch: 'x64', report: process.report } as const

describe('where the engine cannot be had', () => {
  it('is skipped with one line', () => {
    vi.stubEnv('PATH', folder)
    const said = vi.spyOn(console, 'info').mockImplementation(() => {})
    expect(requireEngine()).toBeUndefined()
    const line = "skipped, smolvm's engine: there is no python3 with sqlite3 and zipfile"
    expect(said.mock.calls).toEqual([[line]])
  })

  it.each([
    ['CI', 'true'],
    ['CI', '1'],
    ['BOTTLEWORKS_ENGINE', 'required'],
  ])('is an error with %s=%s', (name, value) => {
    vi.stubEnv('PATH', folder)
    vi.stubEnv(name, value)
    expect(requireEngine).toThrow("skipped, smolvm's engine: there is no python3")
  })

  it('is skipped where Python has no pip', () => {
    onlyPython('[ "$1" != -m ]')
    expect(fetchEngine()).toEqual({ missing: 'python3 has no pip' })
  })

  it.each([
    [{ ...linux, platform: 'darwin', arch: 'arm64' } as const, 'it cannot be asked on darwin'],
    [{ ...linux, platform: 'win32' } as const, 'it cannot be asked on win32'],
    [{ ...linux, arch: 'riscv64' } as const, 'it has no wheel for linux riscv64'],
    [
      { ...linux, report: { ...process.report, getReport: () => ({ header: {} }) } },
      'it has no wheel for Linux without glibc',
    ],
  ])('is skipped on a machine without a wheel, %#', (machine, missing) => {
    expect(lacks(machine)).toBe(missing)
  })
})

describe.skipIf(inject('engine') === undefined)('a wheel', () => {
  const name = 'smolmachines-1.32.2-py3-none-any.whl'

  it('is an error when the one that pip finds has another hash', () => {
    // What stands in a wheel is not looked at before its hash is.
    writeFileSync(join(folder, name), 'no wheel')
    vi.stubEnv('PIP_NO_INDEX', '1')
    vi.stubEnv('PIP_FIND_LINKS', folder)
    expect(() => fetchEngine({ cache: join(folder, 'cache') })).toThrow(
      /THESE PACKAGES DO NOT MATCH THE HASHES/,
    )
  })

  it('is an error when the one in the cache has another hash', () => {
    const { version } = pinned()
    mkdirSync(join(folder, version))
    writeFileSync(join(folder, version, name), 'no wheel')
    expect(() => fetchEngine({ cache: folder })).toThrow(/has the hash [0-9a-f]{64}, which is not/)
  })

  it('is an error, and not skipped, when pip cannot fetch it', () => {
    vi.stubEnv('PIP_NO_INDEX', '1')
    expect(() => fetchEngine({ cache: folder })).toThrow(/pip .*download .* fails: /)
  })
})
