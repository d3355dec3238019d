import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Expected } from '../../src/output/plan.ts'
import { copyOf, killEverywhere } from '../support/kill.ts'
import { makeProject, memory } from '../support/project.ts'
import { actions, assemble, plan, readFiles, smolfile } from '../support/tree.ts'

const name = 'gvproxy.yaml'
const path = (project: string, file = name) => join(project, 'smolfiles/web', file)

/** A Smolfile to be with a companion; nothing here looks into the texts. */
function withCompanion(text: string, companion: string | undefined): Expected {
  const beside = companion === undefined ? {} : { companion: { name, text: companion } }
  return { ...smolfile('web', text), ...beside }
}

const first = withCompanion('web = 1\n', 'address: 1\n')

function makeTree(expected: readonly Expected[]): string {
  const project = makeProject({}, memory)
  assemble(project, expected)
  return project
}

function texts(project: string): readonly (string | undefined)[] {
  return ['Smolfile', name].map((file) => {
    const place = path(project, file)
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined
  })
}

describe('the companion of a Smolfile', () => {
  it('is written beside it for nobody else to read, and stands in the manifest', () => {
    const project = makeTree([first])
    expect(texts(project)).toEqual(['web = 1\n', 'address: 1\n'])
    expect(statSync(path(project)).mode & 0o777).toBe(0o600)
    const { files } = JSON.parse(readFileSync(path(project, 'manifest.json'), 'utf8'))
    expect(Object.keys(files)).toEqual(['Smolfile', name])
    expect(assemble(project, [first])).toEqual({ web: 'unchanged' })
  })

  const changes: readonly (readonly [what: string, before: Expected, after: Expected])[] = [
    ['it changes', first, withCompanion('web = 1\n', 'address: 2\n')],
    ['both change', first, withCompanion('web = 2\n', 'address: 2\n')],
    ['the Smolfile changes', first, withCompanion('web = 2\n', 'address: 1\n')],
    ['it goes', first, withCompanion('web = 1\n', undefined)],
    ['it goes and the Smolfile changes', first, withCompanion('web = 2\n', undefined)],
    ['it comes', withCompanion('web = 1\n', undefined), first],
    ['it comes and the Smolfile changes', withCompanion('web = 0\n', undefined), first],
  ]

  it.each(changes)(
    'is never there beside a Smolfile of another time, when %s',
    (_what, before, after) => {
      const both = [before, after].map(({ text, companion }) => [text, companion?.text])
      const changed = before.companion?.text !== after.companion?.text
      // What stays the same may stand beside either Smolfile; a changed one goes before anything else.
      const alone = [before, after].map(({ text }) => [text, undefined])
      const allowed = changed ? [...both, ...alone] : both
      const projects = killEverywhere(makeTree([before]), [after])
      expect(projects.length).toBeGreaterThan(5)
      for (const project of projects) {
        expect(allowed).toContainEqual(texts(project))
        for (const next of [before, after]) {
          const copy = copyOf(project)
          expect(Object.values(actions(plan(copy, [next])))).not.toContain('edited')
          assemble(copy, [next])
          expect(readFiles(copy)).toEqual(readFiles(makeTree([next])))
        }
      }
    },
  )

  it('is removed with the bottle, before the Smolfile', () => {
    for (const project of killEverywhere(makeTree([first]), [])) {
      const [smolfileText, companion] = texts(project)
      if (companion !== undefined) expect(smolfileText).toBe('web = 1\n')
      assemble(project, [])
      expect(readFiles(project)).toEqual({})
    }
  })

  it.each([
    ['the same bottle', [first]],
    ['one with another companion', [withCompanion('web = 1\n', 'address: 2\n')]],
    ['one without a companion', [withCompanion('web = 1\n', undefined)]],
    ['no bottle', []],
  ])(
    'is kept when it was edited by hand, and forced is as it should be: for %s',
    (_what, expected) => {
      const project = makeTree([first])
      writeFileSync(path(project), 'address: mine\n')
      const before = readFiles(project)
      expect(assemble(project, expected)).toEqual({ web: 'edited' })
      expect(readFiles(project)).toEqual(before)
      assemble(project, expected, true)
      expect(readFiles(project)).toEqual(readFiles(makeTree(expected)))
    },
  )

  it('is written again when it was removed by hand', () => {
    const project = makeTree([first])
    rmSync(path(project))
    expect(assemble(project, [first])).toEqual({ web: 'update' })
    expect(texts(project)).toEqual(['web = 1\n', 'address: 1\n'])
  })

  it('is somebody else’s when no manifest has it: unsourced, or in the way of one to be', () => {
    const bare = withCompanion('web = 1\n', undefined)
    const project = makeTree([bare])
    writeFileSync(path(project), 'forwards: everything\n')
    const { unsourced, entries } = plan(project, [bare])
    expect(unsourced.map((each) => each.path)).toEqual([`web/${name}`])
    expect(entries.map(({ action }) => action)).toEqual(['unchanged'])
    expect(assemble(project, [first])).toEqual({ web: 'edited' })
    expect(assemble(project, [], true)).toEqual({ web: 'remove' })
    expect(readFileSync(path(project), 'utf8')).toBe('forwards: everything\n')
  })

  it.each([
    ['a link', (place: string) => symlinkSync('/nowhere', place)],
    ['a folder', (place: string) => mkdirSync(place)],
  ])('is not written through %s', (_what, put) => {
    const project = makeTree([first])
    rmSync(path(project))
    put(path(project))
    expect(() => plan(project, [first])).toThrow(name)
    expect(() => plan(project, [first], true)).toThrow(name)
  })
})
