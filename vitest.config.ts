import { defineConfig, mergeConfig } from 'vitest/config'
import system, { systemTests } from './vitest.system.config.ts'

export default mergeConfig(
  { ...system, test: { ...system.test, include: [] } },
  defineConfig({
    test: {
      include: ['test/**/*.test.ts'],
      exclude: ['node_modules/**', 'test/browser/**', ...systemTests],
    },
  }),
)
