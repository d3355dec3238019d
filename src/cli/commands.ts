import type { Command } from 'commander'
import { defaultDialect } from '../dialects/default-dialect.ts'
import {
  addAssumeOption,
  addBaseOptions,
  addCommonOptions,
  addFolderOption,
  addOutOption,
  addProjectOptions,
} from './add-options.ts'
import type { CanCommandOptions } from './can-command.ts'
import type { CheckCommandOptions } from './check-command.ts'
import type { DiffCommandOptions } from './diff-command.ts'
import type { DoctorCommandOptions } from './doctor-command.ts'
import type { ExitCode } from './exit-code.ts'
import type { ExplainOptions } from './explain-command.ts'
import type { GatewayCommandOptions } from './gateway-command.ts'
import type { ImportCommandOptions } from './import-command.ts'
import type { NewCommandOptions } from './new-command.ts'
import type { CommonOptions, ProjectOptions } from './options.ts'
import type { ReachCommandOptions } from './reach-command.ts'
import type { RenameCommandOptions } from './rename-command.ts'
import type { SynthCommandOptions } from './synth-command.ts'
import type { Terminal } from './terminal.ts'
import type { VetOptions } from './vet-command.ts'
import type { WatchCommandOptions } from './watch-command.ts'

/**
 * All commands, in the order of the help. What a command needs is loaded when it runs; `finish` is
 * told how it has ended.
 */
export function addCommands(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  addCommonOptions(program.command('synth').description('make the output tree match the source'))
    .option('--keep-going', 'write the good bottles when some are bad', false)
    .option('--force', 'overwrite and remove Smolfiles that were edited by hand', false)
    .action(async (options: SynthCommandOptions) => {
      const { runSynth } = await import('./synth-command.ts')
      finish(await runSynth(options, terminal))
    })

  addBaseOptions(
    addCommonOptions(
      program.command('check').description('say whether the output tree matches the source'),
    ),
    'let the configuration of a git ref decide as well what fails',
  ).action(async (options: CheckCommandOptions) => {
    const { runCheck } = await import('./check-command.ts')
    finish(await runCheck(options, terminal))
  })

  addCommonOptions(
    program.command('list').description('list the bottles with their dialect, source and state'),
  ).action(async (options: CommonOptions) => {
    const { runList } = await import('./list-command.ts')
    finish(await runList(options, terminal))
  })

  program
    .command('vet')
    .description('check Smolfiles of any origin, with line and column')
    .argument('<file...>', 'Smolfiles; - is the standard input')
    .option('--dialect <name>', 'the dialect, instead of what the keys tell')
    .option('--strict', 'let warnings fail like errors', false)
    .option('--json', 'print one JSON document to stdout', false)
    .action(async (files: readonly string[], options: VetOptions) => {
      const { runVet } = await import('./vet-command.ts')
      finish(await runVet(files, options, terminal))
    })

  addOutOption(
    addProjectOptions(
      program.command('watch').description('synthesize whenever a source changes, until Ctrl-C'),
    ),
  )
    .option('--strict', 'let warnings fail like errors')
    .option('--no-strict', 'let them pass, whatever is configured')
    .option('--no-types', 'do not check the types of bottle files')
    .option('--no-cache', 'evaluate every bottle, and keep nothing')
    .action(async (options: WatchCommandOptions) => {
      const { runWatch } = await import('./watch-command.ts')
      finish(await runWatch(options, terminal))
    })

  addBaseOptions(
    addOutOption(
      addProjectOptions(
        program
          .command('diff')
          .description('say what changed, and what it means for isolation')
          .argument('[path...]', 'two output trees or two Smolfiles: what was, and what is'),
      ),
    ),
    'compare the output tree with that of a git ref',
  )
    .option('--markdown', 'print Markdown, for a comment on a pull request', false)
    .option('--html <file>', 'write a page of its own')
    .option('--sarif <file>', 'write the diagnostics and the widening findings as SARIF')
    .option(
      '--fail-on <class>',
      'exit 2 on findings that widen (widens), on these and those inside (inside), or on any (any)',
    )
    .option('--fail-on-part <parts>', 'only on findings of these parts, such as secrets,image')
    .action(async (paths: readonly string[], options: DiffCommandOptions) => {
      const { runDiff } = await import('./diff-command.ts')
      finish(await runDiff(paths, options, terminal))
    })

  addProjectOptions(
    program
      .command('explain')
      .description("show where each line of a bottle's Smolfile comes from, or what a code means")
      .argument('[slug]', 'the bottle, or the code of a diagnostic: BW012')
      .argument('[path]', 'one setting: env.HTTP_PROXY, network, net[0].socket'),
  )
    .option('--codes', 'list the codes of all diagnostics', false)
    .action(async (slug: string | undefined, path: string | undefined, options: ExplainOptions) => {
      const { runExplain } = await import('./explain-command.ts')
      finish(await runExplain(slug, path, options, terminal))
    })

  addBaseOptions(
    addAssumeOption(
      addProjectOptions(
        program
          .command('reach')
          .description('show what bottles can get at from inside, and which settings grant it')
          .argument('[slug...]', 'the bottles; all when none is named'),
      ),
    ),
    'show what was gained and lost since a git ref',
  )
    .option('--within <file>', 'exit 2 on what is above a ceiling; with --base, the one at the ref')
    .action(async (slugs: readonly string[], options: ReachCommandOptions) => {
      const { runReach } = await import('./reach-command.ts')
      finish(await runReach(slugs, options, terminal))
    })

  addAssumeOption(
    addProjectOptions(
      program
        .command('can')
        .description('say whether a bottle can get at one thing, or which bottles can')
        .argument(
          '[question...]',
          '[SLUG] tcp HOST:PORT, udp HOST:PORT, dns NAME, read PATH, write PATH or secret NAME; the host `host` is the loopback of the host',
        ),
    ),
  )
    .option('--expect <answer>', 'exit 2 unless every answer is this one: yes or no')
    .action(async (question: readonly string[], options: CanCommandOptions) => {
      const { runCan } = await import('./can-command.ts')
      finish(await runCan(question, options, terminal))
    })

  addOutOption(
    addFolderOption(
      program
        .command('gateway')
        .description("print how to run a bottle's gvproxy behind bridges to its proxies")
        .argument('<slug>', 'the bottle'),
    ),
  )
    .option('--print <form>', 'a command for sh with bubblewrap (bwrap), or JSON (env)', 'bwrap')
    .option('--pipelock <address>', 'where pipelock listens: unix:PATH or HOST:PORT')
    .option('--git-gate <address>', 'where git-gate listens')
    .option('--supervise <address>', 'where supervise listens')
    .action(async (slug: string, options: GatewayCommandOptions) => {
      const { runGateway } = await import('./gateway-command.ts')
      finish(await runGateway(slug, options, terminal))
    })

  addOutOption(
    addProjectOptions(
      program
        .command('doctor')
        .description('check whether this host can run the bottles as they were synthesized')
        .argument('[slug]', 'the bottle; all when none is named'),
    ),
  ).action(async (slug: string | undefined, options: DoctorCommandOptions) => {
    const { runDoctor } = await import('./doctor-command.ts')
    finish(await runDoctor(slug, options, terminal))
  })

  addProjectOptions(
    program
      .command('import')
      .description('write bottle files from Smolfiles that are there already')
      .argument('<file...>', 'Smolfiles; - is the standard input'),
  )
    .option('--as <slug>', "the bottle's slug, for one Smolfile")
    .option('--into <dir>', 'where bottle files go, from the project (default: bottles)')
    .option('--dialect <name>', 'the dialect, instead of what the keys tell')
    .option('--force', 'overwrite bottle files that are there', false)
    .option('--all-or-none', 'write nothing unless all Smolfiles can be imported', false)
    .action(async (files: readonly string[], options: ImportCommandOptions) => {
      const { runImport } = await import('./import-command.ts')
      finish(await runImport(files, options, terminal))
    })

  addProjectOptions(
    program
      .command('new')
      .description('write a new bottle file, which synth accepts as it is')
      .argument('<slug>', "the new bottle's slug"),
  )
    .option('--from <slug>', 'start from this bottle, with its own slug in its place')
    .option('--dialect <name>', `the dialect (default: ${defaultDialect})`)
    .action(async (slug: string, options: NewCommandOptions) => {
      const { runNew } = await import('./new-command.ts')
      finish(await runNew(slug, options, terminal))
    })

  addProjectOptions(
    program.command('init').description('write what a new project needs, never over what is there'),
  ).action(async (options: ProjectOptions) => {
    const { runInit } = await import('./init-command.ts')
    finish(await runInit(options, terminal))
  })

  addOutOption(
    addProjectOptions(
      program
        .command('rename')
        .description('give a bottle another slug: in its file, its source and the output tree')
        .argument('<old>', 'the slug that it has')
        .argument('<new>', 'the slug that it is to have'),
    ),
  )
    .option('--yes', 'change every string that is made of the slug, without asking', false)
    .action(async (from: string, to: string, options: RenameCommandOptions) => {
      const { runRename } = await import('./rename-command.ts')
      finish(await runRename(from, to, options, terminal))
    })

  addProjectOptions(
    program
      .command('set')
      .description("change one setting in a bottle's source")
      .argument('<slug>', 'the bottle')
      .argument('<path>', 'the setting, by the key of the Smolfile: env.DEBUG, memory, net')
      .argument('<value...>', 'the value; words of a list, or one JSON list'),
  ).action(async (slug: string, path: string, words: string[], options: ProjectOptions) => {
    const { runSet } = await import('./set-command.ts')
    finish(await runSet(slug, path, words, options, terminal))
  })

  addProjectOptions(
    program
      .command('unset')
      .description("take one setting out of a bottle's source")
      .argument('<slug>', 'the bottle')
      .argument('<path>', 'the setting, by the key of the Smolfile'),
  ).action(async (slug: string, path: string, options: ProjectOptions) => {
    const { runSet } = await import('./set-command.ts')
    finish(await runSet(slug, path, undefined, options, terminal))
  })
}
