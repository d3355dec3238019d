import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Files of a project, by their path in it. */
export type Files = Readonly<Record<string, string>>

export function writeProject(project: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const target = join(project, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

/** A project in a temporary folder, which is removed when the test has finished. */
export function makeProject(files: Files = {}): string {
  const project = mkdtempSync(join(tmpdir(), 'bottleworks-'))
  onTestFinished(() => rmSync(project, { recursive: true, force: true }))
  writeProject(project, files)
  return project
}

/** A bottle file whose builder has `calls` after `bottle(slug)`. */
export function bottleSource(slug: string, calls = `.net(gvproxy('/run/${slug}.sock'))`): string {
  return `import { bottle, gateway, gvproxy, viaGateway } from 'bottleworks'

export default bottle('${slug}')
  ${calls}
`
}
