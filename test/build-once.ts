import { execFileSync } from 'node:child_process'

/** The tests that run the command line as a process run what `npm run build` makes, where it has not been made. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
