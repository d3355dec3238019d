import { afterAll, beforeAll } from 'vitest'
import type { ProjectContext } from '../../src/project/context.ts'
import { openProject } from '../../src/project/open-project.ts'

/** One context on a project for all tests of a file: a sandbox takes longest to start. */
export function openContext(project: string): () => ProjectContext {
  let context: ProjectContext | undefined
  let close = () => {}
  let closed: Promise<void> = Promise.resolve()
  beforeAll(async () => {
    await new Promise<void>((opened) => {
      closed = openProject({ project, cache: false }, (opening) => {
        context = opening
        opened()
        return new Promise<void>((resolve) => {
          close = resolve
        })
      })
    })
  })
  afterAll(async () => {
    close()
    await closed
  })
  return () => {
    if (context === undefined) throw new Error('the context is open while tests run')
    return context
  }
}
