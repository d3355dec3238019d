import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/output/manifest.ts'
import { configurationName, readConfigurationOf } from '../../src/project/configuration.ts'

const hash = '0'.repeat(64)
const names = ['constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__proto__']

describe('a name that objects have themselves', () => {
  it.each(names)('is read in a manifest: %s', (name) => {
    const second = `{"manifest":2,"files":{"Smolfile":"${hash}","x${name}":"${hash}","${name}":"${hash}"},"source":"a","dialect":"b"}`
    const read = readManifest(second)
    // A file's name does not begin with "_".
    if (name === '__proto__') expect(read).toEqual({ kind: 'foreign' })
    else if (read.kind !== 'known') expect.unreachable()
    else expect(Object.keys(read.manifest.files)).toEqual(['Smolfile', `x${name}`, name])
  })

  it.each(names)('is read as an accepted code of the first manifest: %s', (name) => {
    const first = `{"manifest":1,"sha256":"${hash}","acknowledged":{"${name}":"why"},"source":"a","dialect":"b"}`
    expect(readManifest(first)).toMatchObject({
      kind: 'known',
      manifest: { acknowledged: [{ code: name, reason: 'why' }] },
    })
  })

  it.each(names)('is refused in a configuration: %s', async (name) => {
    const text = (file: string) => (file === configurationName ? `{"${name}": 1}` : undefined)
    const { diagnostics } = await readConfigurationOf(text)
    expect(diagnostics.map(({ message }) => message)).toEqual([`there is no key "${name}"`])
  })
})
