import { describe, expect, it } from 'vitest'
import { tokenShapes } from '../../../src/dialects/secrets/token-shapes.ts'
import { hideSecrets, secretReason, secretsIn, tokenIn } from '../../../src/dialects/secrets.ts'
import { services } from './services.ts'

const all = Object.entries(services).flatMap(([what, tokens]) =>
  tokens.map((token, index) => [what, index, token] as const),
)

describe('a token', () => {
  it('is tried in each form that is known', () => {
    const untried = tokenShapes.filter(({ what, pattern }) => {
      const form = new RegExp(pattern)
      return services[what]?.some((token) => form.test(token)) !== true
    })
    expect(untried).toEqual([])
    expect(Object.keys(services).length).toBeGreaterThan(120)
  })

  it.each(all)('is known as %s, %i', (what, _index, token) => {
    expect(tokenIn(token)).toBe(what)
    expect(secretReason('NOTE', token)).toBe(`its value has the form of ${what}`)
  })

  it.each(all)('is found wherever it stands: %s, %i', (_what, _index, token) => {
    const around = [`x ${token} y`, `--x=${token}`, `"${token}"`, `a\\n${token}`, `(${token})`]
    for (const text of around) expect(tokenIn(text), text).toBeDefined()
  })

  it.each(all)('has a place that is all of the secret: %s, %i', (_what, _index, token) => {
    const secrets = secretsIn(`x ${token} y`)
    const shown = hideSecrets(`x ${token} y`, secrets, '***')
    expect(shown).toMatch(/^x .*(?: y|\*)$/s)
    expect(tokenIn(shown)).toBeUndefined()
  })
})
