import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { bottleworks: new URL('./src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
