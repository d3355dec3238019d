import { afterAll, beforeAll } from 'vitest'
import type { Session } from '../../src/synth.ts'
import { withSession } from '../../src/synth.ts'

/** One session on a project for all tests of a file: a sandbox takes longest to start. */
export function openSession(project: string): () => Session {
  let session: Session | undefined
  let close = () => {}
  let closed: Promise<void> = Promise.resolve()
  beforeAll(async () => {
    await new Promise<void>((opened) => {
      closed = withSession(project, (opening) => {
        session = opening
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
    if (session === undefined) throw new Error('the session is open while tests run')
    return session
  }
}
