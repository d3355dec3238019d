import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { importAndSynth, inNewProject } from '../support/import.ts'

const text = `# A machine.
# It builds.

image = "./alpine.tar"
# what it begins with
init = ["""
apk add git
apk add \\
  curl
""", '''
echo "done"
''']
env = [
  # how loud
  "LOG=info", # for now
]
`

describe('a Smolfile with CRLF', () => {
  it('is imported as the one with LF, its comments too', async () => {
    const [lf, crlf, marked] = await Promise.all(
      [text, text.replaceAll('\n', '\r\n'), `\ufeff${text.replaceAll('\n', '\r\n')}`].map((each) =>
        inNewProject(async () => importAndSynth([{ name: 'web.smolfile', text: each }])),
      ),
    )
    expect(lf?.[0]?.source).toContain('apk add git')
    expect(crlf?.[0]?.source).toBe(lf?.[0]?.source)
    expect(marked?.[0]?.source).toBe(lf?.[0]?.source)
    expect(crlf?.[0]?.smolfile).toBe(lf?.[0]?.smolfile)
    expect(crlf?.[0]?.smolfile).not.toContain('\\r')
  })

  it('has its problems at the same places, with the same excerpts', () => {
    const bad = `${text}cpus = 4.0\nports = ["x"]\nzzz = """\n\n"""\nyyy = 1\n`
    const [lf, crlf] = [bad, bad.replaceAll('\n', '\r\n')].map(
      (each) => vetSmolfile('Smolfile', each).diagnostics,
    )
    expect(lf?.length).toBe(3)
    expect(crlf).toEqual(lf)
  })
})
