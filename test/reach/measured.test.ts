import { describe, expect, it } from 'vitest'
import { cellsOf, readMeasured } from './measured.ts'
import { probes } from './probes.ts'
import { settings } from './settings.ts'

const measured = readMeasured()

/** What no setting opens, and why it is tried all the same. */
const neverOpen = [
  // Where clouds serve credentials, by every way.
  /^(tcp|udp) (169\.254\.169\.254|\[::ffff:169\.254\.169\.254\]|link\..*):7001/,
  // The engine sends no UDP to the gateway on to the host's loopback.
  /^udp (100\.96\.0\.1|\[fd53:4d00::1\]|\[::ffff:100\.96\.0\.1\]|gate6?\..*):700[12]/,
  // What is mapped is no gateway.
  /^tcp \[::ffff:100\.96\.0\.1\]:7001/,
  // TCP to the address of no one.
  /^tcp (0\.0\.0\.0|\[::\]):7001/,
  // A published port is at the host's loopback alone.
  /^published (tcp|udp) (10\.77\.0\.1|192\.0\.2\.2):/,
]

describe('the measurements', () => {
  it('are of every setting, in their order', () => {
    const texts = measured.map(({ name, smolfile }) => ({ name, smolfile }))
    expect(texts).toEqual(settings)
  })

  it('have a result for every probe where the engine gives the guest a network or none', () => {
    for (const each of measured) {
      const isMeasured = each.network === 'virtio-net' || each.network === 'none'
      expect(cellsOf(each), each.name).toHaveLength(isMeasured ? probes.length : 0)
    }
  })

  it('say what each probe reaches in some setting, so that "closed" is no fault of the probe', () => {
    const open = new Set(measured.flatMap(({ reached }) => reached?.open ?? []))
    const closed = probes.map(({ id }) => id).filter((id) => !open.has(id))
    const unexplained = closed.filter((id) => !neverOpen.some((pattern) => pattern.test(id)))
    expect(unexplained).toEqual([])
    expect([...open].filter((id) => neverOpen.some((pattern) => pattern.test(id)))).toEqual([])
  })

  it('have no two probes of one id', () => {
    expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length)
  })
})
