import { defineConfig } from 'vitest/config'

/** Runs gvproxy in network namespaces: needs Linux, root and Go, so it is no part of `npm test`. */
export default defineConfig({
  resolve: { alias: { bottleworks: new URL('./src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/gateway/**/*.gateway.ts'],
    globalSetup: ['test/build-once.ts'],
    // A trial mostly waits for what stays silent.
    maxConcurrency: 6,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
