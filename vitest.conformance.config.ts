import { defineConfig } from 'vitest/config'

/** Compares with upstream's parser, a Rust crate: needs cargo, so it is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.conformance.ts'],
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
})
