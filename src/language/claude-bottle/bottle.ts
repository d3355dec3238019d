import type { AcknowledgeableCode } from '../../diagnostic/catalogue.ts'
import type { Definition, Draft } from '../definition.ts'
import {
  beginDraft,
  currentCall,
  definitionKey,
  finishDraft,
  recordAcknowledgement,
  recordCall,
} from '../definition.ts'
import type { Environment, EnvironmentEntry } from '../environment.ts'
import { setVariables, unsetVariables } from '../environment.ts'
import type { GvproxyDevice } from './gvproxy.ts'

interface BottleSettings {
  readonly command?: readonly string[]
  readonly env: readonly EnvironmentEntry[]
  readonly net: readonly GvproxyDevice[]
}

/** A function from builder to builder: what `.use()` takes. */
export type Preset<B> = (builder: B) => B

/**
 * Describes one bottle of the `claude-bottle` dialect. Immutable: every method returns a new
 * builder and leaves this one as it was.
 */
export class BottleBuilder {
  readonly #draft: Draft<BottleSettings>

  /** @internal Start with {@link bottle}. */
  constructor(draft: Draft<BottleSettings>) {
    this.#draft = draft
    Object.freeze(this)
  }

  /**
   * Sets the command that the bottle runs, replacing an earlier one. Without it the bottle runs
   * `sleep infinity`.
   *
   * At least one argument and the first not empty (BW004); no NUL and no lone surrogate (BW005).
   *
   * @example
   * ```ts
   * export default bottle('with-command')
   *   .command('claude', '--dangerously-skip-permissions')
   *   .net(gvproxy('/run/claude-bottle/with-command/gvproxy.sock'))
   * ```
   * ```toml
   * command = ["claude", "--dangerously-skip-permissions"]
   * ```
   */
  command(...argv: readonly [program: string, ...args: string[]]): BottleBuilder {
    const settings = { ...this.#draft.smolfile, command: argv }
    return this.#after('command', ['command'], settings)
  }

  /**
   * Sets environment variables; a later call wins over an earlier one. The Smolfile lists them
   * sorted by name.
   *
   * Names are printable ASCII without `=` and space (BW006). Values are strings, finite numbers or
   * booleans without NUL or lone surrogates (BW005). A literal secret is warned of (BW033), and
   * so is a proxy variable that does not name the gateway (BW030, BW031).
   *
   * @example
   * ```ts
   * export default bottle('with-env')
   *   .env({ TERM: 'xterm-256color', CI: true, COLUMNS: 120 })
   *   .net(gvproxy('/run/claude-bottle/with-env/gvproxy.sock'))
   * ```
   * ```toml
   * env = ["CI=true", "COLUMNS=120", "TERM=xterm-256color"]
   * ```
   */
  env(variables: Environment): BottleBuilder {
    const { smolfile } = this.#draft
    const settings = { ...smolfile, env: setVariables(smolfile.env, variables) }
    return this.#after('env', Object.keys(variables).map(variablePath), settings)
  }

  /**
   * Removes environment variables that an earlier call set, for instance in a preset. A name that
   * is not set is no error.
   *
   * @example
   * ```ts
   * export default bottle('with-unset')
   *   .env({ TERM: 'xterm', DEBUG: 1 })
   *   .unset('DEBUG')
   *   .net(gvproxy('/run/claude-bottle/with-unset/gvproxy.sock'))
   * ```
   * ```toml
   * env = ["TERM=xterm"]
   * ```
   */
  unset(...names: readonly string[]): BottleBuilder {
    const { smolfile } = this.#draft
    const settings = { ...smolfile, env: unsetVariables(smolfile.env, names) }
    return this.#after('unset', names.map(variablePath), settings)
  }

  /**
   * Adds a network device. A bottle needs at least one (BW010): without it libkrun falls back to
   * TSI, which lets the guest reach all of the host's 127.0.0.0/8.
   *
   * @example
   * ```ts
   * export default bottle('with-net').net(gvproxy('/run/claude-bottle/with-net/gvproxy.sock'))
   * ```
   * ```toml
   * [[net]]
   * type = "virtio-net"
   * attachment = "unixgram"
   * socket = "/run/claude-bottle/with-net/gvproxy.sock"
   * ```
   */
  net(device: GvproxyDevice): BottleBuilder {
    const { smolfile } = this.#draft
    const settings = { ...smolfile, net: [...smolfile.net, device] }
    return this.#after('net', [`net[${smolfile.net.length}]`], settings)
  }

  /**
   * Applies a preset: a function that takes this builder and returns another. It is the only way
   * to compose, and a preset can use presets.
   *
   * @example
   * ```ts
   * const quiet = (builder: BottleBuilder) => builder.env({ LOG_LEVEL: 'error' })
   *
   * export default bottle('with-preset')
   *   .use(quiet)
   *   .net(gvproxy('/run/claude-bottle/with-preset/gvproxy.sock'))
   * ```
   * ```toml
   * env = ["LOG_LEVEL=error"]
   * ```
   */
  use(preset: Preset<BottleBuilder>): BottleBuilder {
    return preset(this)
  }

  /**
   * Accepts a warning for this bottle, so that it is no longer shown and does not fail `--strict`.
   *
   * @param code The code of a warning, or the name of a rule of your own, such as `team/rule`. An
   *   error cannot be acknowledged (BW034); a warning that this bottle does not raise leaves the
   *   call without effect, which is warned of (BW035).
   * @param reason Why it is right here, for whoever reviews the file; not empty.
   *
   * @example
   * ```ts
   * export default bottle('with-acknowledgement')
   *   .env({ NO_PROXY: '*' })
   *   .acknowledge('BW032', 'talks to no host at all: it only compiles')
   *   .net(gvproxy('/run/claude-bottle/with-acknowledgement/gvproxy.sock'))
   * ```
   * ```toml
   * env = ["NO_PROXY=*"]
   * ```
   */
  acknowledge(code: AcknowledgeableCode | `${string}/${string}`, reason: string): BottleBuilder {
    const call = currentCall('acknowledge')
    return new BottleBuilder(recordAcknowledgement(this.#draft, call, code, reason))
  }

  /** @internal Read by the host after the bottle file has run. */
  get [definitionKey](): Definition {
    return finishDraft(this.#draft)
  }

  #after(method: string, paths: readonly string[], settings: BottleSettings): BottleBuilder {
    return new BottleBuilder(recordCall(this.#draft, currentCall(method), paths, settings))
  }
}

function variablePath(name: string): string {
  return `env.${name}`
}

/**
 * Starts a bottle of the `claude-bottle` dialect.
 *
 * @param slug The file's name without `.bottle.ts` (BW002): lower-case letters, digits and single
 *   hyphens, at most 49 bytes, so that `claude-bottle-<slug>` fits a DNS label (BW001).
 *
 * @example
 * ```ts
 * export default bottle('smallest').net(gvproxy('/run/claude-bottle/smallest/gvproxy.sock'))
 * ```
 * ```toml
 * name = "claude-bottle-smallest"
 * command = ["sleep", "infinity"]
 * env = []
 * ```
 */
export function bottle(slug: string): BottleBuilder {
  const call = currentCall('bottle')
  return new BottleBuilder(beginDraft('claude-bottle', slug, { env: [], net: [] }, call))
}
