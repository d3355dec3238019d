import { defineConfig } from 'vitest/config'

/** Runs smolvm's engine in network namespaces: needs Linux and root, so it is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/reach/**/*.reach.ts'],
    // A machine mostly waits for what stays silent.
    maxConcurrency: 6,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
