import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { makeProject } from '../support/project.ts'
import { buildGvproxy } from './gvproxy.ts'
import { lackOfLaboratory } from './laboratory.ts'
import { ways } from './ways.ts'

interface Process {
  readonly id: number
  readonly command: string
}

/** The processes of this host whose command line has `text` in it. */
function processesWith(text: string): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return command.includes(text) ? [{ id: Number(name), command }] : []
    } catch {
      return [] // it has ended
    }
  })
}

async function until(isSo: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (isSo()) return true
    await pause(50)
  }
  return false
}

const confined = ways.filter(({ name }) => /^confined(?:, proxies|$)/.test(name))

describe.skipIf(lackOfLaboratory() !== undefined)('what is printed for sh', () => {
  let gvproxy: string
  beforeAll(() => {
    gvproxy = buildGvproxy()
  })

  describe.each(confined)('$name', ({ prepare }) => {
    it.each(['SIGTERM', 'SIGINT', 'SIGKILL', 'the end of gvproxy'] as const)(
      'ends as a whole with %s',
      async (how) => {
        const folder = makeProject()
        const { command, socket } = prepare(folder)
        onTestFinished(() => {
          for (const { id } of processesWith(folder)) process.kill(id, 'SIGKILL')
        })
        const shell = spawn('sh', ['-c', command], {
          stdio: 'ignore',
          env: { PATH: `${gvproxy}:${process.env.PATH}`, HOME: folder },
        })
        const ended = once(shell, 'close')
        expect(await until(() => existsSync(socket))).toBe(true)
        const all = processesWith(folder)
        const [, bridges] =
          /(\/tmp\/bottle-gateway\.(?!XXXXXX)\w+)/.exec(all.map((each) => each.command).join()) ??
          []
        const inner = all.find((each) => each.command.startsWith('gvproxy -config'))
        if (how === 'the end of gvproxy') process.kill(inner?.id ?? 0, 'SIGKILL')
        else shell.kill(how)
        await ended
        expect(await until(() => processesWith(folder).length === 0)).toBe(true)
        if (bridges === undefined) return
        expect(await until(() => processesWith(bridges).length === 0)).toBe(true)
        // What is killed outright cannot clean up: a folder for temporary files stays.
        if (how === 'SIGKILL') rmSync(bridges, { recursive: true })
        expect(existsSync(bridges)).toBe(false)
      },
    )
  })
})
