import { policyFolder } from '../evaluate/discover.ts'
import { reviewWorkflow } from './review-workflow.ts'

/**
 * The files that a new project needs beside its bottles.
 *
 * @param folder The name of the project's folder.
 * @param version The version of the tool.
 * @param bottles The folder of the bottle files.
 */
export function projectFiles(
  folder: string,
  version: string,
  bottles: string,
): Readonly<Record<string, string>> {
  return {
    'package.json': json({
      name: packageName(folder),
      private: true,
      type: 'module',
      scripts: { synth: 'bottle synth', check: 'bottle check', test: 'bottle test' },
      devDependencies: { bottleworks: `^${version}`, typescript: '^7.0.2' },
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'es2022',
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
        allowImportingTsExtensions: true,
        resolveJsonModule: true,
        // Bottle files have the language alone: no Node.js and no browser.
        lib: ['es2023'],
        types: [],
        noEmit: true,
      },
      include: [bottles, policyFolder],
    }),
    '.gitignore': 'node_modules/\n',
    '.github/workflows/bottles.yml': reviewWorkflow,
  }
}

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

/** The letters that npm takes for a package's name. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'bottles' : name
}
