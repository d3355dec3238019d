import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { gitEnvironment } from '../review/repository.ts'
import { makeClone, unreachable } from '../support/clone.ts'
import { makeSharedProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Commands of the page, and what it shows that they print. */
interface Step {
  readonly commands: string
  readonly shown: string | undefined
}

/** The steps of the page, in their order: each block of commands, with the block behind it. */
function stepsOf(heading: string): readonly Step[] {
  const page = readFileSync(join(root, 'docs/getting-started.md'), 'utf8')
  const section = page.split(`${heading}\n`)[1]?.split(/^## /m)[0] ?? ''
  const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
  return blocks.flatMap(([, language, commands = ''], index) => {
    if (language !== 'sh') return []
    const [, next, shown] = blocks[index + 1] ?? []
    return [{ commands, shown: next === 'text' || next === 'diff' ? shown : undefined }]
  })
}

/** Puts placeholders where every run has something else: times, hashes, and where the project is. */
function settle(text: string): string {
  return text
    .replace(/\bin \d+(?:\.\d+)? s\b/g, 'in TIME')
    .replace(/\b[0-9a-f]{7,64}\b/g, 'HASH')
    .replace(/"\/[^"\n]*\/my-bottles"/g, '"/PATH/my-bottles"')
}

const mostSeconds = 300

describe('the walk from an empty folder to a reviewed pull request', () => {
  const folder = makeSharedProject()
  const clone = join(folder, 'bottleworks')
  const steps = stepsOf('## A project of your own')
  const outputs: string[] = []
  let status: number | null = null
  let seconds = 0

  beforeAll(() => {
    makeClone(clone)
    mkdirSync(join(folder, 'out'))
    const blocks = steps.map(({ commands }, index) => `{\n${commands}} > "$OUT/${index}" 2>&1\n`)
    const started = performance.now()
    const { status: code } = spawnSync('bash', ['-c', `set -e\n${blocks.join('')}`], {
      cwd: clone,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        ...gitEnvironment,
        OUT: join(folder, 'out'),
        GITHUB_ACTIONS: '',
        npm_config_prefer_offline: 'true',
        npm_config_audit: 'false',
      },
    })
    status = code
    seconds = (performance.now() - started) / 1000
    for (const index of steps.keys()) outputs.push(read(join(folder, 'out', String(index))))
  }, mostSeconds * 1000)

  const isOffline = () => unreachable.test(outputs.join(''))

  const cases = steps.map(({ commands, shown }, index) => ({
    first: commands.split('\n')[0],
    shown,
    index,
  }))

  it.for(cases)('prints what the page shows: $first', ({ shown, index }, { skip }) => {
    if (isOffline()) skip('the registry cannot be reached')
    if (shown !== undefined) expect(settle(outputs[index] ?? '')).toBe(settle(shown))
  })

  it('comes to its end, in less than five minutes', ({ skip }) => {
    if (isOffline()) skip('the registry cannot be reached')
    expect({ status, output: status === 0 ? '' : outputs.join('---\n') }).toEqual({
      status: 0,
      output: '',
    })
    expect(seconds).toBeLessThan(mostSeconds)
  })

  it('has every step that a review needs', () => {
    const all = steps.map(({ commands }) => commands).join('')
    for (const word of ['init', 'synth', 'set', 'diff --base', 'check --base', 'vet']) {
      expect(all).toContain(` ${word}`)
    }
    expect(steps.filter(({ shown }) => shown !== undefined).length).toBeGreaterThan(6)
  })
})

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // a step before it has failed
  }
}
