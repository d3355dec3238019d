import { describe, expect, it } from 'vitest'
import type { Part } from '../../src/dialects/parts.ts'
import { partNames, partOf } from '../../src/dialects/parts.ts'
import { defaultSettings } from '../../src/project/configuration-form.ts'
import { reviewConfiguration, stricterOf } from '../../src/review/configuration-changes.ts'
import type { Review } from '../../src/review/finding.ts'
import { isGated, partOfFinding } from '../../src/review/gate.ts'
import { ownClasses } from '../../src/review/own-settings.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { bottleOf, treeOf } from './case-trees.ts'

const net = 'net = true\nnet_backend = "virtio-net"\n'
const credential = (host: string) =>
  `${net}[network]\nallow_hosts = ["a.example", "b.example"]\n[[network.credentials]]\nname = "c"\nenvironment_variable = "C"\nallowed_hosts = ["a.example"${host}]\n`
const claudeBottle = (socket: string, name = 'x') =>
  `name = "claude-bottle-${name}"\ncommand = ["a"]\nenv = []\n\n[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "${socket}"\n`

/** What was and what is, so that one thing of the part has changed. */
const changes: Readonly<Record<Exclude<Part, 'configuration'>, readonly (readonly string[])[]>> = {
  network: [
    ['', net],
    [`${net}[network]\nallow_hosts = ["a"]\n`, `${net}[network]\nallow_hosts = ["a", "b"]\n`],
    [`${net}[network]\nblock_private = true\n`, `${net}[network]\nblock_private = false\n`],
    [claudeBottle('/run/a.sock'), claudeBottle('/run/b.sock')],
  ],
  ports: [['', 'ports = ["8080:80"]\n']],
  files: [['', 'volumes = ["./a:/a"]\n']],
  secrets: [['', '[secrets]\nA = { from_env = "A" }\n']],
  credentials: [[credential(''), credential(', "b.example"')]],
  devices: [
    ['', 'gpu = true\n'],
    ['', 'rosetta = true\n'],
  ],
  agent: [
    ['', '[auth]\nssh_agent = true\n'],
    ['', 'docker_socket = true\n'],
  ],
  variables: [['', 'env = ["A=b"]\n']],
  command: [
    ['', 'cmd = ["a"]\n'],
    ['', 'init = ["a"]\n'],
    ['', '[dev]\ninit = ["a"]\n'],
  ],
  image: [['image = "a"\n', 'image = "b"\n']],
  user: [['user = "a"\n', 'user = "root"\n']],
  acknowledged: [['', '']],
  bottle: [[claudeBottle('/run/a.sock'), claudeBottle('/run/a.sock', 'other')]],
  other: [
    ['', 'memory = 512\n'],
    ['', '[restart]\npolicy = "always"\n'],
  ],
}

function reviewOf(
  part: keyof typeof changes,
  [before = '', after = '']: readonly string[],
): Review {
  const accepted = part === 'acknowledged' ? { acknowledged: { BW032: 'why' } } : {}
  return reviewTrees(
    treeOf(bottleOf('x', before)),
    treeOf({ ...bottleOf('x', after), ...accepted }),
  )
}

function partsIn({ bottles }: Review): readonly (Part | undefined)[] {
  return bottles.flatMap(({ dialect, findings }) =>
    findings.map((finding) => partOfFinding(finding, dialect)),
  )
}

describe('a gate that is limited to parts', () => {
  const all = Object.entries(changes).flatMap(([part, pairs]) =>
    pairs.map((pair) => [part as keyof typeof changes, pair] as const),
  )

  it.each(all)('fails on changes of %s, and no other part does: %j', (part, pair) => {
    const review = reviewOf(part, pair)
    expect(new Set(partsIn(review))).toEqual(new Set([part]))
    for (const each of partNames) expect(isGated(review, 'any', [each])).toBe(each === part)
  })

  it('is tested with each part', () => {
    expect([...Object.keys(changes), 'configuration'].sort()).toEqual([...partNames].sort())
  })

  it('fails on a change of the configuration', () => {
    const configuration = reviewConfiguration(
      { settings: defaultSettings, file: 'c.json', diagnostics: [] },
      { settings: { ...defaultSettings, strict: true }, file: 'c.json', diagnostics: [] },
    )
    const review = { bottles: [], ...(configuration === undefined ? {} : { configuration }) }
    for (const each of partNames) {
      expect(isGated(review, 'any', [each])).toBe(each === 'configuration')
    }
    expect(isGated(review, 'widens', ['configuration'])).toBe(false)
  })

  it('fails on findings of its class alone', () => {
    const mount = reviewOf('files', ['', 'volumes = ["./a:/a"]\n'])
    const memory = reviewOf('other', ['', 'memory = 512\n'])
    const image = reviewOf('image', [
      `image = "a@sha256:${'0'.repeat(64)}"\n`,
      `image = "a@sha256:${'1'.repeat(64)}"\n`,
    ])
    const gates = (review: Review, part: Part) =>
      (['widens', 'inside', 'any'] as const).filter((gate) => isGated(review, gate, [part]))
    expect(gates(mount, 'files')).toEqual(['widens', 'inside', 'any'])
    expect(gates(image, 'image')).toEqual(['inside', 'any'])
    expect(gates(memory, 'other')).toEqual(['any'])
    expect(isGated(mount, undefined)).toBe(false)
  })

  it('fails on what is malformed or unknown, whatever its parts are', () => {
    const before = bottleOf('x', 'cpus = 1\n')
    const unfit = new Map([['network.allow_everything', true]])
    const review = reviewTrees(treeOf(before), treeOf({ ...before, unfit, text: 'other' }))
    expect(partsIn(review)).toEqual([undefined])
    for (const each of partNames) expect(isGated(review, 'widens', [each])).toBe(true)
  })

  it('knows the part of each setting that is in no Smolfile', () => {
    const unknown = Object.keys(ownClasses).filter((each) => partOf(each, undefined) === undefined)
    expect(unknown).toEqual(['malformed'])
    expect(partOf('attributes', undefined)).toBe('configuration')
  })
})

describe('of two configurations, the stricter', () => {
  const of = (failOnParts?: readonly Part[]) => ({ ...defaultSettings, failOnParts })

  it('has the parts of both, and all where one names none', () => {
    const both = stricterOf(of(['secrets']), of(['image', 'secrets']))
    expect(both.failOnParts).toEqual(['secrets', 'image'])
    expect(stricterOf(of(['secrets']), of()).failOnParts).toBeUndefined()
    expect(stricterOf(of(), of(['user'])).failOnParts).toBeUndefined()
  })

  it.each([
    [undefined, ['user'], 'widens'],
    [['user'], undefined, 'narrows'],
    [['user'], ['user', 'image'], 'narrows'],
    [['user', 'image'], ['user'], 'widens'],
    [['user'], ['image'], 'widens'],
    [['user', 'image'], ['image', 'user'], 'neutral'],
  ] as const)('is told by the change: %j, then %j', (before, after, name) => {
    const read = (failOnParts: readonly Part[] | undefined) => {
      return { settings: of(failOnParts), file: 'c.json', diagnostics: [] }
    }
    const findings = reviewConfiguration(read(before), read(after))?.findings ?? []
    expect(findings.map((each) => `${each.path} ${each.class}`)).toEqual([`failOnParts ${name}`])
  })
})
