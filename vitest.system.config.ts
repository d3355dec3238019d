import { defineConfig } from 'vitest/config'

/**
 * What starts the command as a process again and again, or kills it: it takes minutes, so it is no
 * part of `npm test`.
 */
export const systemTests = [
  'test/output/kill.test.ts',
  'test/output/swap.test.ts',
  'test/codemod/new.test.ts',
  'test/codemod/remove.test.ts',
  'test/codemod/rename.test.ts',
  'test/codemod/review-workflow.test.ts',
  'test/codemod/layouts.test.ts',
  'test/codemod/large.test.ts',
  'test/diagnostic/catalogue.test.ts',
  'test/evaluate/places.test.ts',
  'test/evaluate/cache/**/*.test.ts',
  'test/evaluate/types/known-types.test.ts',
  'test/cli/authoring.test.ts',
  'test/cli/find-project.test.ts',
  'test/cli/fleet.test.ts',
  'test/cli/fleet-watch.test.ts',
  'test/cli/layout.test.ts',
  'test/cli/usage.test.ts',
  'test/cli/cache.test.ts',
  'test/cli/check-policies.test.ts',
  'test/cli/completion.test.ts',
  'test/cli/configuration.test.ts',
  'test/cli/can.test.ts',
  'test/cli/diff.test.ts',
  'test/cli/doctor.test.ts',
  'test/cli/explain.test.ts',
  'test/cli/gateway.test.ts',
  'test/cli/import.test.ts',
  'test/cli/init.test.ts',
  'test/cli/json-keys.test.ts',
  'test/cli/sizes.test.ts',
  'test/cli/shards.test.ts',
  'test/cli/slugs.test.ts',
  'test/cli/staged.test.ts',
  'test/cli/machine.test.ts',
  'test/cli/quiet.test.ts',
  'test/cli/reach.test.ts',
  'test/cli/readme.test.ts',
  'test/cli/review-places.test.ts',
  'test/cli/vet.test.ts',
  'test/cli/watch.test.ts',
  'test/cli/dry-run.test.ts',
  'test/cli/log-lines.test.ts',
  'test/cli/secrets-in-outputs.test.ts',
  'test/cli/terminal.test.ts',
  'test/cli/test.test.ts',
  'test/cli/autocrlf.test.ts',
  'test/cli/baseline.test.ts',
  'test/cli/told-once.test.ts',
  'test/cli/types.test.ts',
  'test/cli/width.test.ts',
  'test/cli/types-confined.test.ts',
  'test/cli/types-visible.test.ts',
  'test/cli/synth-causes.test.ts',
  'test/scripts/import-corpus.test.ts',
  'test/docs/bazel.test.ts',
  'test/evaluate/direct/**/*.test.ts',
  'test/hostile/**/*.test.ts',
  'test/editors/**/*.test.ts',
  'test/pack/**/*.test.ts',
  'test/review/base-repository.test.ts',
  'test/review/forged-base.test.ts',
  'test/dialects/secrets/cost.test.ts',
  'test/review/history.test.ts',
  'test/review/policies.test.ts',
  'test/review/refs.test.ts',
  'test/review/unsourced.test.ts',
  'test/project/determinism.test.ts',
  'test/project/parts.test.ts',
  'test/project/policies.test.ts',
  'test/project/ready-policies.test.ts',
]

/** The module of the package that a file of the source is. */
function aliasOf(name: string) {
  const find = new RegExp(`^bottleworks${name === 'index' ? '' : `/${name}`}$`)
  return { find, replacement: new URL(`./src/${name}.ts`, import.meta.url).pathname }
}

export default defineConfig({
  resolve: { alias: ['index', 'policy', 'policies', 'test', 'testing'].map(aliasOf) },
  test: {
    include: systemTests,
    globalSetup: ['test/build-once.ts'],
    // Most of it is waiting for a process: one worker leaves a core idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
