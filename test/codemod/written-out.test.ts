import { SyntaxKind } from 'ts-morph'
import { expect, it } from 'vitest'
import { isWrittenOut, languageFunctions, SourceReader } from '../../src/codemod/chain.ts'

const reader = new SourceReader()

function isKnown(expression: string): boolean {
  const file = reader.read(`export const value = ${expression}`)
  const value = file.getVariableDeclarationOrThrow('value').getInitializerOrThrow()
  expect(value.isKind(SyntaxKind.CallExpression)).toBe(true)
  return isWrittenOut(value)
}

it('knows the functions of the authoring language, which a value may be made with', async () => {
  const names = `${[...languageFunctions].sort().join('\n')}\n`
  await expect(names).toMatchFileSnapshot('../golden/language-functions.txt')
})

it.each([...languageFunctions])(
  'takes %s of plain values for written out, and of no other',
  (name) => {
    expect(isKnown(`${name}('x', { a: [1, true] })`)).toBe(true)
    expect(isKnown(`${name}(elsewhere)`)).toBe(false)
    expect(isKnown(`own.${name}('x')`)).toBe(false)
  },
)
