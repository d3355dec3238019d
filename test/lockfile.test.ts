import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const file = new URL('../package-lock.json', import.meta.url)
const packages: Readonly<Record<string, LockedPackage>> = JSON.parse(
  readFileSync(file, 'utf8'),
).packages

it('locks the native parts of every platform: npm ci refuses a lockfile that lacks one', () => {
  const lacking = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        packages[`node_modules/${name}`] === undefined &&
        packages[`${place}/node_modules/${name}`] === undefined,
    ),
  )
  expect(lacking).toEqual([])
})
