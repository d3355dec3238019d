import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { giveToOtherUser, otherUser, otherUserCanRun } from '../support/other-user.ts'
import { bottleSource, makeProject } from '../support/project.ts'

it.skipIf(!otherUserCanRun)('says which folder of bottles is closed, and removes nothing', () => {
  const project = makeProject({
    'bottles/demo.bottle.ts': bottleSource('demo'),
    'bottles/team/closed.bottle.ts': bottleSource('closed'),
  })
  const team = join(project, 'bottles/team')
  giveToOtherUser(project, join(project, 'bottles'), team)
  expect(bottle(['synth', '--project', project], otherUser).status).toBe(0)
  chmodSync(team, 0o000)
  expect(bottle(['synth', '--project', project, '--keep-going'], otherUser)).toEqual({
    status: 1,
    stdout: '',
    stderr: `error BW100: the folder "${team}" cannot be read: permission is denied
1 error
nothing was written
`,
  })
  chmodSync(team, 0o755)
  expect(bottle(['check', '--project', project], otherUser).status).toBe(0)
})
