import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changeSettingIn } from '../../src/codemod/change-setting.ts'
import { openContext } from '../support/context.ts'
import type { Content, Layout, Part } from '../support/laid-out-source.ts'
import { layouts, part, sourceOf } from '../support/laid-out-source.ts'
import { makeSharedProject } from '../support/project.ts'

const project = makeSharedProject({ 'bottles/x.bottle.ts': '' })
const context = openContext(project)
const file = join(project, 'bottles/x.bottle.ts')

async function change(source: string, path: string, words?: readonly string[]): Promise<string> {
  writeFileSync(file, source)
  const edit = { slug: 'x', path, ...(words ? { words } : {}) }
  const { ok, diagnostics } = await changeSettingIn(context(), edit)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect({ ok, errors }, source).toEqual({ ok: true, errors: [] })
  return readFileSync(file, 'utf8')
}

/** A source with its content, each part with comments of its own. */
const sources = layouts.chain((layout) => {
  const { quote } = layout
  const gib = { named: 'gib', namespace: 'bw.gib', renamed: 'GiB' }[layout.imports]
  return fc.record({
    layout: fc.constant(layout),
    content: fc.record({
      cmd: fc.tuple(...['a', 'b', 'c'].map((each) => part(quote + each + quote))),
      env: fc.tuple(...['A', 'B', 'C'].map((each) => part(`${each}: ${quote}x${quote}`))),
      calls: fc.tuple(
        ...[`image(${quote}one${quote})`, 'env', 'cmd', 'cpus(2)', `memory(${gib}(2))`].map(part),
      ),
    }),
  })
})

/** The parts with another text in the place of one. */
function withText(parts: readonly Part[], index: number, text: string): readonly Part[] {
  return parts.map((each, at) => (at === index ? { ...each, text } : each))
}

/** The parts without one, and without what is said about it. */
function without(parts: readonly Part[], index: number): readonly Part[] {
  const { sections = [] } = parts[index] ?? {}
  const [next = { text: '', sections: [] }, ...others] = parts.slice(index + 1)
  return [
    ...parts.slice(0, index),
    { ...next, sections: [...sections, ...next.sections] },
    ...others,
  ]
}

/** Where image, cpus and memory stand among the calls. */
const callPlaces = [0, 3, 4]

const numRuns = 30

async function holds(
  check: (content: Content, layout: Layout, index: number) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(sources, fc.nat({ max: 2 }), ({ content, layout }, index) =>
    check(content, layout, index),
  )
  await fc.assert(property, { numRuns })
}

const time = 120_000

it('sets a value in any layout, and changes nothing but the value', { timeout: time }, async () => {
  await holds(async (content, layout, index) => {
    const { quote, imports } = layout
    const source = sourceOf(content, layout)
    const name = 'ABC'[index] ?? ''
    expect(await change(source, `env.${name}`, ['new'])).toBe(
      sourceOf(
        { ...content, env: withText(content.env, index, `${name}: ${quote}new${quote}`) },
        layout,
      ),
    )
    expect(await change(source, `cmd[${index}]`, ['new'])).toBe(
      sourceOf({ ...content, cmd: withText(content.cmd, index, `${quote}new${quote}`) }, layout),
    )
    const gib = { named: 'gib', namespace: 'bw.gib', renamed: 'GiB' }[imports]
    const [path, value, text] = (
      [
        ['image', 'two', `image(${quote}two${quote})`],
        ['cpus', '4', 'cpus(4)'],
        ['memory', '8gib', `memory(${gib}(8))`],
      ] as const
    )[index] ?? ['', '', '']
    expect(await change(source, path, [value])).toBe(
      sourceOf(
        { ...content, calls: withText(content.calls, callPlaces[index] ?? 0, text) },
        layout,
      ),
    )
  })
})

it('adds a variable or an element in any layout', { timeout: time }, async () => {
  await holds(async (content, layout) => {
    const { quote } = layout
    const source = sourceOf(content, layout)
    const entry: Part = { text: `D: ${quote}new${quote}`, sections: [] }
    expect(await change(source, 'env.D', ['new'])).toBe(
      sourceOf({ ...content, env: [...content.env, entry] }, layout),
    )
    const element: Part = { text: `${quote}new${quote}`, sections: [] }
    expect(await change(source, 'cmd[3]', ['new'])).toBe(
      sourceOf({ ...content, cmd: [...content.cmd, element] }, layout),
    )
  })
})

it('takes a setting out with what is said about it alone', { timeout: time }, async () => {
  await holds(async (content, layout, index) => {
    const source = sourceOf(content, layout)
    expect(await change(source, `env.${'ABC'[index]}`)).toBe(
      sourceOf({ ...content, env: without(content.env, index) }, layout),
    )
    expect(await change(source, `cmd[${index}]`)).toBe(
      sourceOf({ ...content, cmd: without(content.cmd, index) }, layout),
    )
  })
})

it('takes a call out with what is said about it alone', { timeout: time }, async () => {
  await holds(async (content, layout, index) => {
    const source = sourceOf(content, layout)
    expect(await change(source, ['image', 'cpus', 'memory'][index] ?? '')).toBe(
      sourceOf({ ...content, calls: without(content.calls, callPlaces[index] ?? 0) }, layout),
    )
  })
})

it('sets a whole list, of which stays what it says already', { timeout: time }, async () => {
  await holds(async (content, layout, index) => {
    const { quote } = layout
    const source = sourceOf(content, layout)
    const words = ['a', 'b', 'c']
    const changed = words.with(index, 'new')
    expect(await change(source, 'cmd', changed)).toBe(
      sourceOf({ ...content, cmd: withText(content.cmd, index, `${quote}new${quote}`) }, layout),
    )
    expect(await change(source, 'cmd', words.toSpliced(index, 1))).toBe(
      sourceOf({ ...content, cmd: without(content.cmd, index) }, layout),
    )
    const entry = { text: `${quote}new${quote}`, sections: [] }
    expect(await change(source, 'cmd', words.toSpliced(index + 1, 0, 'new'))).toBe(
      sourceOf({ ...content, cmd: content.cmd.toSpliced(index + 1, 0, entry) }, layout),
    )
  })
})

it('adds a call that unset takes away again', { timeout: time }, async () => {
  await holds(async (content, layout) => {
    const source = sourceOf(content, layout)
    const longer = await change(source, 'workdir', ['/work'])
    const call = `workdir(${layout.quote}/work${layout.quote})`
    expect(longer).toContain(call)
    expect(await change(longer, 'workdir')).toBe(source)
  })
})
