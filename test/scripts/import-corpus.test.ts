import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { corpusFolder } from '../support/corpus.ts'
import { makeProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs `npm run import:corpus` on a folder. */
function importCorpus(folder: string) {
  const argv = ['--import', 'tsx', 'scripts/import-corpus.ts', folder]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: 'utf8',
  })
  return { status, lines: stdout.replaceAll(`${folder}/`, '').trimEnd().split('\n'), stderr }
}

describe('npm run import:corpus', () => {
  it('says of every file of a folder what becomes of it', () => {
    const folder = makeProject({
      'a/Smolfile': 'cpus = 2\n',
      'b/a.smolfile': 'cpus = 3\n',
      'broken.smolfile': 'cpus =\n',
      'commented.smolfile': `\ufeff# first\nnet = true\nnet_backend = "virtio-net"
ports = [
  # one
  "80", # behind
]
[network] # hosts
# the only one
allow_hosts = ["example.com"]
block_private = true
`,
      'lines.smolfile': "init = ['''echo a\r\necho b''']\r\n",
      'open.smolfile': '# too small\nmemory = 8\n',
      'warned.smolfile': 'docker_socket = true\n',
    })
    const { status, lines, stderr } = importCorpus(folder)
    expect(stderr).toBe('')
    expect(lines.map((line) => line.replace(/: (?:this is not|memory is).*/, ''))).toEqual([
      'same     a/Smolfile',
      'same     b/a.smolfile',
      expect.stringMatching(/^refused {2}broken\.smolfile {2}\(BW071 /),
      'same     commented.smolfile',
      'same     lines.smolfile',
      expect.stringMatching(/^open {5}open\.smolfile {2}objections: BW041 {2}\(BW041 memory is 8/),
      'same     warned.smolfile  objections: BW061',
      '7 files: 5 the same again, 1 imported with errors that synth reports, 1 not imported, 0 changed on the way',
    ])
    expect(status).toBe(0)
  })

  it.skipIf(corpusFolder === undefined)('finds that no real Smolfile changes on the way', () => {
    const { status, lines } = importCorpus(corpusFolder ?? '')
    expect(lines.filter((line) => line.startsWith('changed'))).toEqual([])
    expect(lines.at(-1)).toMatch(/, 0 changed on the way$/)
    expect(status).toBe(0)
  })
})
