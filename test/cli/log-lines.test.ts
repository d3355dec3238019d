import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { makeSharedProject } from '../support/project.ts'
import { readsAsCommand, runnerLines } from '../support/runner-commands.ts'

describe('the command line', () => {
  const names = [
    '\u00a0::error::a',
    '\u2003::error::b',
    '\u3000##[error]c',
    '::error::d',
    '\u200be',
  ]
  const printed = ['::', '\u2028::', '\u0085::', '\u00a0\u1680::', '\ufeff::', '\t::'].map(
    (start) => `${start}set-env name=A::b`,
  )
  const files = names.map((name) => [
    `bottles/${name}/::warning::x.bottle.ts`,
    `${printed.map((line) => `console.log(${JSON.stringify(line)})`).join('\n')}
// \u00a0::error::in an excerpt
/* */ throw new Error(${JSON.stringify(`x\n${printed.join('\n')}##[error]y`)}) // \u200b\u{e0041}\u202e
`,
  ])
  const smolfile = `command = ["sh", "-c", """
\u00a0::error::x
::error::y##[error]z
\u200b::warning::"""]
"\u3000::error::z" = 1
`
  const project = makeSharedProject({
    ...Object.fromEntries(files),
    '\u00a0::error::Smolfile': smolfile,
    before: 'name = "claude-bottle-x"\ncommand = []\nenv = []\n',
    after: `name = "claude-bottle-x"\ncommand = ["""\n::error::a\n\u00a0::error::b\u{e0041}"""]\nenv = []\n`,
  })

  it.each([
    ['synth', 'synth', '--no-types'],
    ['check', 'check', '--no-types'],
    ['list', 'list'],
    ['vet', 'vet', '\u00a0::error::Smolfile', '::error::missing'],
    ['diff', 'diff', 'before', 'after'],
    ['diff --markdown', 'diff', 'before', 'after', '--markdown'],
    ['diff --json', 'diff', 'before', 'after', '--json'],
    ['synth --json', 'synth', '--no-types', '--json'],
    ['explain', 'explain', '\u00a0::error::x'],
    ['set', 'set', 'x', '\u00a0::error::x', '1'],
    ['import', 'import', '\u00a0::error::Smolfile'],
    ['an unknown command', '\u00a0::error::x'],
    ['an unknown option', 'list', '--\u00a0\n::error::x'],
    ['an unknown project', 'list', '--project', '\n::error::x\u200b'],
  ])('gives no line of others to a runner: %s', (_title, ...argv) => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project }
    for (const options of [{ cwd: project, env }, { cwd: project }]) {
      const { stdout, stderr } = bottle(argv, options)
      const lines = runnerLines(`${stdout}\n${stderr}`)
      const others = lines.filter((line) => !/^::(?:error|warning) [a-z]+=[^:]*::/.test(line))
      expect(others.filter(readsAsCommand)).toEqual([])
      expect(lines.join('')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\t\u3164]|(?! )\p{Zs}/u)
    }
  })
})
