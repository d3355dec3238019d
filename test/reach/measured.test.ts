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

/** Whether a setting of that name opens a probe. */
function isOpen(name: string, id: string): boolean {
  const found = measured.find((each) => each.name === name)
  if (found?.reached === undefined) throw new Error(`nothing is measured of ${name}`)
  return found.reached.open.includes(id)
}

describe('the engine', () => {
  const gate = 'tcp 100.96.0.1:7001'
  const frames = 'tcp 127.0.0.1:7001'
  const dns = 'TXT of web.other.test from udp 100.96.0.1:53'

  it('answers every question where no list has names, whatever is denied', () => {
    const withoutNames = measured.filter(
      ({ network, smolfile }) => network === 'virtio-net' && !/allow_host/.test(smolfile),
    )
    const silent = withoutNames.filter(({ name, reached }) => reached && !isOpen(name, dns))
    // With ports alone there is a network, and nothing of it for the guest.
    expect(silent.filter(({ name }) => !/^(net false, )?(ports|dev\.ports)/.test(name))).toEqual([])
    expect(isOpen('virtio-net, deny_cidrs 0.0.0.0/0 ::/0', dns)).toBe(true)
    expect(isOpen('allow_hosts', dns)).toBe(false)
  })

  it('opens what names of allow_hosts answer before the guest asks', () => {
    expect(isOpen('allow_hosts', 'tcp 192.0.2.10:7001')).toBe(true)
    expect(isOpen('virtio-net, allow_hosts gate.allowed.test', gate)).toBe(true)
    expect(isOpen('virtio-net, block_private, allow_hosts gate.allowed.test', gate)).toBe(false)
    expect(isOpen('virtio-net, block_private, allow_hosts home.allowed.test', frames)).toBe(true)
  })

  it('blocks private ranges that allow_cidrs has, and not those of allow_private', () => {
    const ten = 'tcp 10.77.0.1:7001'
    expect(isOpen('allow_cidrs private', ten)).toBe(true)
    expect(isOpen('virtio-net, allow_cidrs private, block_private', ten)).toBe(false)
    expect(isOpen('virtio-net, block_private, allow_cidrs private, allow_private', ten)).toBe(true)
    expect(isOpen('virtio-net, block_private, allow_cidrs 127.0.0.1', frames)).toBe(true)
    expect(isOpen('virtio-net, block_private, allow_cidrs 127.0.0.1', gate)).toBe(false)
  })

  it('denies before all else, but for the loopback as the address of no one', () => {
    const name = 'virtio-net, allow_cidrs 0.0.0.0/0 ::/0, deny_cidrs 127.0.0.0/8 ::1'
    expect([gate, frames, 'tcp [::1]:7001'].map((id) => isOpen(name, id))).not.toContain(true)
    expect(isOpen(name, 'udp 0.0.0.0:7001')).toBe(true)
    expect(isOpen(name, 'udp [::]:7001')).toBe(true)
  })
})
