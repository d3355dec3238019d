import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../../src/dialects/vet.ts'
import { reviewTrees } from '../../../src/review/review.ts'
import { tomlArray } from '../../../src/smolfile/toml-text.ts'
import { bottleOf, treeOf } from '../../review/case-trees.ts'
import { problemsIn } from '../../support/problems.ts'
import { alnum } from './filler.ts'

const closed = (command: readonly string[]) =>
  `name = "claude-bottle-web"\ncommand = ${tomlArray(command)}\nenv = []
[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "/run/x.sock"\n`

function messagesOf(command: readonly string[]): readonly string[] {
  const { diagnostics } = vetSmolfile('Smolfile', closed(command), 'claude-bottle')
  // Of the device nothing is asked here.
  const found = diagnostics.filter(({ code }) => code !== 'BW017')
  return found.map(({ code, message }) => `${code} ${message}`)
}

function classesOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const [had, has] = [before, after].map((each) => treeOf(bottleOf('web', closed(each))))
  const { bottles } = reviewTrees(had ?? treeOf(), has ?? treeOf())
  return bottles.flatMap(({ findings }) => findings.map((each) => each.class))
}

describe('the rules', () => {
  it('warn of a secret among the arguments of a bottle, and do not repeat it', () => {
    expect(messagesOf(['app', '--token', 'hunter2'])).toEqual([
      'BW033 command[2] looks like a secret: it holds the value of --token; it would be committed in plain text',
    ])
    expect(messagesOf(['app', `ghp_${alnum(36)}`])).toEqual([
      'BW033 command[1] looks like a secret: it holds a GitHub token; it would be committed in plain text',
    ])
  })

  it.each([
    ['cmd = ["app", "--token", "hunter2"]', 'cmd[2]'],
    ['entrypoint = ["mysql", "-phunter2"]', 'entrypoint[1]'],
    ['[dev]\ninit = ["export API_TOKEN=hunter2"]', 'dev.init[0]'],
    ['[health]\nexec = ["curl", "-u", "user:hunter2", "http://127.0.0.1"]', 'health.exec[2]'],
    ['env = ["HEADERS_IN_USE=api-key=hunter2"]', 'env[0]'],
  ])('warn of a secret in a machine: %s', (toml, path) => {
    const found = problemsIn(toml)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`warning BW033 ${path}:`)
    expect(found[0]).not.toContain('hunter2')
  })

  it('tell a token once, as an error', () => {
    const toml = `cmd = ["app", "--token", "ghp_${alnum(36)}"]`
    expect(problemsIn(toml).map((each) => each.split(' ')[2])).toEqual(['BW059'])
  })
})

describe('the review', () => {
  it('says that a secret among the arguments widens, and narrows when it is removed', () => {
    const [bare, secret] = [
      ['app', '--token'],
      ['app', '--token', 'hunter2'],
    ] as const
    expect(classesOf(bare, secret)).toEqual(['widens'])
    expect(classesOf(secret, bare)).toEqual(['narrows'])
    expect(classesOf(bare, ['app', '--token', '/run/secrets/token'])).toEqual(['inside'])
  })
})
