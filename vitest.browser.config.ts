import { defineConfig } from 'vitest/config'

/** Opens pages in a real Chromium, so it is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
