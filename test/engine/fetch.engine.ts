import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { engineVersion } from '../support/engine-wheel.ts'
import { fetchEngine, lacks, requireEngine } from './engine.ts'

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

const skipped = /^skipped, smolvm's engine: (?:there is no python3 with \w+|it cannot|it has no)/

const linux = { platform: 'linux', arch: 'x64', report: process.report } as const

describe('where the engine cannot be had', () => {
  it('is skipped with one line', () => {
    vi.stubEnv('PATH', folder)
    const said = vi.spyOn(console, 'info').mockImplementation(() => {})
    expect(requireEngine()).toBeUndefined()
    expect(said.mock.calls).toEqual([[expect.stringMatching(skipped)]])
  })

  it.each([
    ['CI', 'true'],
    ['CI', '1'],
    ['BOTTLEWORKS_ENGINE', 'required'],
  ])('is an error with %s=%s', (name, value) => {
    vi.stubEnv('PATH', folder)
    vi.stubEnv(name, value)
    expect(requireEngine).toThrow(skipped)
  })

  it.runIf(process.platform === 'linux')('is skipped where Python has no pip', () => {
    onlyPython('[ "$1" != -m ]')
    expect(fetchEngine()).toEqual({ missing: 'python3 has no pip' })
  })

  it.each([
    [{ ...linux, platform: 'darwin', arch: 'arm64' } as const, 'it cannot be asked on darwin'],
    [{ ...linux, platform: 'win32' } as const, 'it cannot be asked on win32'],
    [{ ...linux, arch: 'riscv64' } as const, 'it has no binary for riscv64'],
    [
      { ...linux, report: { ...process.report, getReport: () => ({ header: {} }) } },
      'it has no binary for Linux without glibc',
    ],
  ])('is skipped on a machine without a binary, %#', (machine, missing) => {
    expect(lacks(machine)).toBe(missing)
  })
})

describe.skipIf(inject('engine') === undefined)('a wheel', () => {
  const name = `smolmachines-${engineVersion}-py3-none-any.whl`

  it.each(['when pip finds it', 'when the cache has it too'])(
    'is an error with another hash, %s',
    (when) => {
      // What stands in a wheel is not looked at before its hash is.
      writeFileSync(join(folder, name), 'no wheel')
      const cache = join(folder, 'cache')
      mkdirSync(cache)
      if (when.includes('cache')) writeFileSync(join(cache, name), 'no wheel')
      vi.stubEnv('PIP_NO_INDEX', '1')
      vi.stubEnv('PIP_FIND_LINKS', folder)
      expect(() => fetchEngine(engineVersion, cache)).toThrow(/DO NOT MATCH THE HASHES/)
    },
  )

  it('is an error, and not skipped, when pip cannot fetch it', () => {
    vi.stubEnv('PIP_NO_INDEX', '1')
    expect(() => fetchEngine(engineVersion, folder)).toThrow(/No matching distribution found/)
  })
})
