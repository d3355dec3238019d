import type { TestProject } from 'vitest/node'
import type { Engine } from './engine.ts'
import { requireEngine } from './engine.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly engine: Engine | undefined
  }
}

/** Fetches the engine once, before the test files ask it side by side. */
export function setup(project: TestProject): void {
  project.provide('engine', requireEngine())
}
