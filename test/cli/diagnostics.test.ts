import { describe, expect, it } from 'vitest'
import { formatDiagnostic } from '../../src/diagnostic/format.ts'
import { bottle } from '../support/command.ts'
import { makeProject } from '../support/project.ts'

const chain = `import { bottle, gvproxy, viaGateway } from 'bottleworks'
import { quiet } from './presets/quiet.ts'

export default bottle('chain')
  .use(viaGateway({ ca: '/etc/ca.pem' })).acknowledge('BW017', 'a test')
  .env({
    TERM: 'dumb',
    'NOT A NAME': 1,
  })
  .use(quiet)
  .command(
    '',
    ...['one', 'two'].map((each) => each.toUpperCase()),
  )
  // The last call of the chain.
  .net(gvproxy('/run/../chain.sock')) // trailing words
`

const preset = `import type { BottleBuilder } from 'bottleworks'

export function quiet(builder: BottleBuilder): BottleBuilder {
  return builder.env({ LOG: 'error' }).env({ HTTP_PROXY: 'http://elsewhere:1' })
}
`

const tabs = `import { bottle, gvproxy } from 'bottleworks'
export default bottle('tabs').acknowledge('BW017', 'a test')
\t.net(gvproxy('/run/tabs.sock'))
\t\t.env({ A: 'a\\0b' })
`

const thrown = `import { bottle } from 'bottleworks'
function make(): never {
  throw new TypeError('no "way"\\n\\u001b[31m')
}
export default bottle('thrown').use(make)
`

const expected = `bottles/chain.bottle.ts:6:4 error BW006: the name "NOT A NAME" of an environment variable is malformed
     6 │   .env({
       │    ^
  hint: a name is printable ASCII without "=" and space, and not empty
bottles/chain.bottle.ts:11:4 error BW004: the command has an empty program; it needs a program to run
    11 │   .command(
       │    ^
  hint: leave .command() out to run 'sleep infinity'
bottles/chain.bottle.ts:16:4 error BW011: the socket path "/run/../chain.sock" has "." or ".."; it must be absolute and normalized
    16 │   .net(gvproxy('/run/../chain.sock')) // trailing words
       │    ^
  hint: put the socket at /run/claude-bottle/chain/gvproxy.sock
bottles/presets/quiet.ts:4:40 warning BW030: HTTP_PROXY sends traffic to "elsewhere"; the gateway is "proxy.internal"
     4 │   return builder.env({ LOG: 'error' }).env({ HTTP_PROXY: 'http://elsewhere:1' })
       │                                        ^
  hint: use viaGateway()
bottles/syntax.bottle.ts:1:23 error BW104: this does not parse: "Expected \`)\` but found \`EOF\`"
     1 │ export default bottle(
       │                       ^
bottles/tabs.bottle.ts:4:4 error BW005: the value of A has a NUL character, which a Smolfile cannot hold: "a\\u0000b"
     4 │     .env({ A: 'a\\0b' })
       │      ^
bottles/team/wrong-name.bottle.ts:2:16 error BW002: the slug "right-name" differs from the file name, which says "wrong-name"
     2 │ export default bottle('right-name')
       │                ^
  hint: rename the file to right-name.bottle.ts, or write "wrong-name"
bottles/team/wrong-name.bottle.ts:2:16 error BW010: there is no network device; without one libkrun uses TSI, which lets the guest reach the host's 127.0.0.0/8
     2 │ export default bottle('right-name')
       │                ^
  hint: add .net(gvproxy('/run/claude-bottle/right-name/gvproxy.sock'))
bottles/thrown.bottle.ts:3:13 error BW110: the bottle file threw TypeError: "no \\"way\\"\\n\\u001b[31m"
     3 │   throw new TypeError('no "way"\\n\\u001b[31m')
       │             ^
8 errors, 1 warning
`

describe('diagnostics', () => {
  it('are shown sorted, each with its line and a caret at the call that it is about', () => {
    const project = makeProject({
      'bottles/chain.bottle.ts': chain,
      'bottles/presets/quiet.ts': preset,
      'bottles/tabs.bottle.ts': tabs,
      'bottles/thrown.bottle.ts': thrown,
      'bottles/syntax.bottle.ts': 'export default bottle(\n',
      'bottles/team/wrong-name.bottle.ts': `import { bottle } from 'bottleworks'
export default bottle('right-name')
`,
    })
    const { status, stdout, stderr } = bottle(['check', '--project', project])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe(expected)
  })

  it('have no excerpt of a line that is blank', () => {
    const origin = { file: 'a.bottle.ts', line: 1, column: 1, text: '\t ' }
    const shown = formatDiagnostic({ code: 'BW100', severity: 'error', message: 'm', origin })
    expect(shown).toBe('a.bottle.ts:1:1 error BW100: m')
  })

  it('keep the caret in place behind what is escaped', () => {
    const text = `\t'\u202e' .net()`
    const origin = { file: 'a.bottle.ts', line: 7, column: 7, text }
    const shown = formatDiagnostic({ code: 'BW010', severity: 'error', message: 'm', origin })
    expect(shown.split('\n').slice(1)).toEqual([
      "     7 │   '\\u202e' .net()",
      '       │             ^',
    ])
  })
})
