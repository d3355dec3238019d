import type { Command } from 'commander'
import {
  addBaseOptions,
  addCommonOptions,
  addProjectOptions,
  addShardOptions,
} from './add-options.ts'
import type { BaselineCommandOptions } from './baseline-command.ts'
import type { CheckCommandOptions } from './check-command.ts'
import type { ExitCode } from './exit-code.ts'
import { withSlugs } from './options.ts'
import type { Terminal } from './terminal.ts'
import type { TestCommandOptions } from './test-command.ts'

/** The commands that say whether bottles are as they should be. */
export function addCheckingCommands(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  addBaseOptions(
    addShardOptions(
      addCommonOptions(
        program.command('check').description('say whether the output tree matches the source'),
      ),
    ),
    'let the configuration of a git ref decide as well what fails',
  )
    .option('--policies <dir>', 'let the policies of this folder judge, before the own ones')
    .option('--sarif <file>', 'write diagnostics, and what bottles accept, as SARIF; - is stdout')
    .option('--staged', 'look at what is staged, instead of what is in the working tree', false)
    .option(
      '--accept-new',
      'let count what the base does not accept, of them or in its baseline',
      false,
    )
    .action(async (slugs: readonly string[], given: CheckCommandOptions & { sarif?: string }) => {
      const { sarif, ...options } = given
      const { runCheck } = await import('./check-command.ts')
      const log = sarif === undefined ? undefined : await import('./check-log.ts')
      const writer = sarif === undefined ? undefined : log?.checkLog(options, sarif)
      finish(await runCheck(withSlugs(slugs, options), terminal, writer))
    })

  addProjectOptions(
    program
      .command('baseline')
      .description('record the present warnings, or take out what is no longer needed'),
  )
    .option('--grow', 'take in the warnings that it does not have', false)
    .option('--check', 'write nothing; exit 2 when an entry is no longer needed', false)
    .option('--no-cache', 'evaluate every bottle, and keep nothing')
    .action(async (options: BaselineCommandOptions) => {
      const { runBaseline } = await import('./baseline-command.ts')
      finish(await runBaseline(options, terminal))
    })

  addProjectOptions(
    program.command('test').description('run the tests of bottles: *.bottle-test.ts beside them'),
  )
    .option('--only <name>', 'tests with this in their names, or in those of their files, alone')
    .option('--watch', 'run them whenever a file changes, until Ctrl-C', false)
    .option('--junit <file>', 'write the results as JUnit does')
    .option('--no-types', 'do not check the types of test files')
    .option('--no-cache', 'evaluate every test file, and keep nothing')
    .action(async (options: TestCommandOptions) => {
      const { runTest } = await import('./test-command.ts')
      finish(await runTest(options, terminal))
    })
}
