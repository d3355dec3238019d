import { describe, expect, it } from 'vitest'
import { planSynth } from '../../src/synth.ts'
import { makeProject } from '../support/project.ts'

/** Places of all that is said of a bottle whose chain of calls has a text in front of the last ones. */
async function placesBehind(text: string, calls: string): Promise<readonly string[]> {
  const project = makeProject({
    // The loop is for the engine alone.
    'bottles/web.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
for (const _ of []) {}
export default bottle('web')
  .env({ A: '${text}' })
  ${calls}
  .env({ B: 1 })
  .net(gvproxy('/run/web.sock'))
`,
  })
  const { diagnostics } = await planSynth({ project, types: false })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return errors.map(({ code, origin }) => `${code} ${origin?.line}:${origin?.column}`)
}

const texts = ['x', 'é', '日本語', '😀', 'e\u0301😀'].map((each) => each.repeat(20))

describe('in the sandbox, the place of what is behind a text in a chain', () => {
  it.each(texts)('is that of the call: %s', async (text) => {
    const places = await placesBehind(text, '.net({})')
    expect(new Set(places)).toEqual(new Set(['BW007 5:4']))
  })

  it.each(texts)('is that of what throws: %s', async (text) => {
    const thrown = '.use((builder) => builder.none.none)'
    expect(await placesBehind(text, thrown)).toEqual(await placesBehind('x'.repeat(20), thrown))
  })
})
