import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { bottleworks: new URL('./src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    // Most tests start the command as a process and wait for it: one worker leaves a core idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
