import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/**
 * Starts the Chromium that `CHROMIUM` names, or else the first on the PATH.
 *
 * @throws Error that says what to install when there is none.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium(process.env)
  // Chromium's own sandbox needs a user of its own, which root is not.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args })
}

export function findChromium({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv): string {
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM
  const folders = PATH.split(delimiter).filter((folder) => folder !== '')
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable)
  if (found !== undefined) return found
  throw new Error(
    `the browser tests need Chromium: install it (Debian: apt-get install chromium) so that ${names.join(', ')} is on the PATH, or name its file in CHROMIUM`,
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
