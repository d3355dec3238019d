import type { Command } from 'commander'
import {
  addAssumeOption,
  addBaseOptions,
  addCommonOptions,
  addFolderOption,
  addOnlyOption,
  addOutOption,
  addProjectOptions,
  addShardOptions,
  addSlugs,
  whichBottles,
} from './add-options.ts'
import { addAuthoringCommands } from './authoring-commands.ts'
import type { CanCommandOptions } from './can-command.ts'
import { addCheckingCommands } from './checking-commands.ts'
import type { DiffCommandOptions } from './diff-command.ts'
import type { DoctorCommandOptions } from './doctor-command.ts'
import type { ExitCode } from './exit-code.ts'
import type { ExplainOptions } from './explain-command.ts'
import type { GatewayCommandOptions } from './gateway-command.ts'
import type { ListCommandOptions } from './list-command.ts'
import { listedStates } from './listed-states.ts'
import { withSlugs } from './options.ts'
import type { ReachCommandOptions } from './reach-command.ts'
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
  addShardOptions(
    addCommonOptions(program.command('synth').description('make the output tree match the source')),
  )
    .option('--keep-going', 'write the good bottles when some are bad', false)
    .option('--force', 'overwrite and remove Smolfiles that were edited by hand', false)
    .option('--dry-run', 'say what would be written, and write nothing', false)
    .action(async (slugs: readonly string[], options: SynthCommandOptions) => {
      const { runSynth } = await import('./synth-command.ts')
      finish(await runSynth(withSlugs(slugs, options), terminal))
    })

  addCheckingCommands(program, terminal, finish)

  addCommonOptions(
    program.command('list').description('list the bottles with their dialect, source and state'),
  )
    .option('--state <state...>', `what is in these states alone: ${listedStates.join(', ')}`)
    .action(async (slugs: readonly string[], options: ListCommandOptions) => {
      const { runList } = await import('./list-command.ts')
      finish(await runList(withSlugs(slugs, options), terminal))
    })

  program
    .command('vet')
    .description('check Smolfiles of any origin, with line and column')
    .argument('<file...>', 'Smolfiles, and folders of them; - is the standard input')
    .option('--dialect <name>', 'the dialect, instead of what the keys tell')
    .option('--strict', 'let warnings fail like errors', false)
    .option('--json', 'print one JSON document to stdout', false)
    .option('-q, --quiet', 'print errors and warnings alone', false)
    .action(async (files: readonly string[], options: VetOptions) => {
      const { runVet } = await import('./vet-command.ts')
      finish(await runVet(files, options, terminal))
    })

  addOnlyOption(
    addSlugs(
      addOutOption(
        addProjectOptions(
          program
            .command('watch')
            .description('synthesize whenever a source changes, until Ctrl-C'),
        ),
      ),
    ),
  )
    .option('--strict', 'let warnings fail like errors')
    .option('--no-strict', 'let them pass, whatever is configured')
    .option('--no-types', 'do not check the types of bottle files')
    .option('--no-cache', 'evaluate every bottle, and keep nothing')
    .action(async (slugs: readonly string[], options: WatchCommandOptions) => {
      const { runWatch } = await import('./watch-command.ts')
      finish(await runWatch(withSlugs(slugs, options), terminal))
    })

  addBaseOptions(
    addOnlyOption(
      addOutOption(
        addProjectOptions(
          program
            .command('diff')
            .description('say what changed, and what it means for isolation')
            .argument('[path...]', 'two output trees or two Smolfiles: what was, and what is'),
        ),
      ),
    ),
    'compare the output tree with that of a git ref',
  )
    .option('--markdown', 'print Markdown, for a comment on a pull request', false)
    .option('--html <file>', 'write a page of its own; - is the standard output')
    .option('--sarif <file>', 'write diagnostics and widening findings as SARIF; - as with --html')
    .option('--link <url>', 'link places: https://host/{file}#L{line}, by --markdown and --html')
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
          .argument('[slug...]', whichBottles),
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

  addAuthoringCommands(program, terminal, finish)
}
