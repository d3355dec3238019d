import { policyFolder } from '../evaluate/discover.ts'

/** The configuration of a new project: a diff of its output shows the one line that changed. */
export const firstConfiguration = json({
  $schema: './node_modules/bottleworks/schema/configuration.schema.json',
  layout: 'lines',
})

/**
 * The files that a project without bottles begins with beside its first: a policy and a test.
 *
 * @param slug The first bottle.
 */
export function firstFiles(bottles: string, slug: string): Readonly<Record<string, string>> {
  return {
    [`${policyFolder}/no-writable-mounts.policy.ts`]: `import { policy } from 'bottleworks/policy'

// A rule of your own: its name begins with that of your team.
export default policy('team/no-writable-mounts', { acknowledgeable: true }, ({ bottle, report }) => {
  for (const folder of bottle.reach.files) {
    if (folder.access === 'write') report(folder, \`\${bottle.slug} can write to \${folder.path}\`)
  }
})
`,
    [`${bottles}/${slug}.bottle-test.ts`]: `import { expect, test } from 'bottleworks/test'
import ${slug} from './${slug}.bottle.ts'

test('${slug} sends what clients ask for through its gateway', () => {
  expect(${slug}).toHave('env.HTTPS_PROXY', 'http://proxy.internal:8888')
  expect(${slug}).not.toReach({ read: '/etc' })
})
`,
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
