import { execFileSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeProject } from './project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Makes `folder` what a clone of this repository is after `npm ci` and a build. */
export function makeClone(folder: string): void {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  writeProject(folder, {})
  for (const path of [...listed.split('\0'), 'dist']) {
    if (path !== '') cpSync(join(root, path), join(folder, path), { recursive: true, force: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

/** What the registry cannot be reached looks like. */
export const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/
