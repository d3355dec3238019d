import { defineConfig } from 'vitest/config'

/** Asks smolvm's engine, which pip fetches: needs Python, so it is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/engine/**/*.engine.ts'],
    globalSetup: ['test/engine/fetch-once.ts'],
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
})
