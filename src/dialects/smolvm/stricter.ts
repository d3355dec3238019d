import type { DiagnosticCode } from '../../diagnostic/catalogue.ts'

export interface StricterRule {
  /** The reason that it is an error although upstream's parser accepts it. */
  readonly why: string
  /** A Smolfile that the parser takes and the rule does not. */
  readonly example: string
}

/** The reason where smolvm 1.32.2 refuses the example, as the tests that ask it see. */
export const refusedAtCreation =
  'the parser checks types alone; smolvm refuses it when the machine is created'
const silent = 'smolvm drops or ignores it without a word'
const unclear = 'upstream does not say what it means, so nobody can mean it'

/**
 * The errors that the parser of the crate `smolfile` does not give, which checks types and names of
 * keys alone. What compares verdicts with the parser's reads this list.
 */
export const stricterThanParser: Partial<Record<DiagnosticCode, StricterRule>> = {
  BW004: {
    why: 'there is no such program; smolvm stores it, and begins to start the machine',
    example: 'entrypoint = [""]',
  },
  BW005: { why: 'a NUL ends an argument', example: 'cmd = ["a\\u0000b"]' },
  BW006: { why: silent, example: 'env = ["=value"]' },
  BW008: { why: silent, example: 'env = ["A=1 "]' },
  BW040: { why: "smolvm hands over the host's value, whatever it is", example: 'env = ["NAME"]' },
  BW041: {
    why: `${refusedAtCreation}; those of the packed artifact it does not look at`,
    example: 'cpus = 0',
  },
  BW042: { why: refusedAtCreation, example: 'block_io = "fast"' },
  BW043: { why: silent, example: '[health]\nexec = ["true"]\ninterval = "500ms"' },
  BW044: { why: refusedAtCreation, example: 'net = true\nports = ["70000:1"]' },
  BW045: { why: refusedAtCreation, example: 'net = true\nports = ["80:80", "80:81"]' },
  BW046: { why: refusedAtCreation, example: 'net = true\nports = ["1000-1064:1000-1064"]' },
  BW047: {
    why: 'smolvm expands neither, and mounts a folder that is called so',
    example: 'volumes = ["~/data:/data"]',
  },
  BW048: { why: refusedAtCreation, example: 'volumes = ["./a:/x", "./b:/x/"]' },
  BW049: {
    why: 'smolvm warns when the machine starts, starts it, and the host stays closed',
    example: '[network]\nallow_hosts = ["host.example:443"]',
  },
  BW050: {
    why: `${refusedAtCreation}; of allow_private it stores any text`,
    example: '[network]\nallow_cidrs = ["191.168.1.600"]',
  },
  BW051: {
    why: `${refusedAtCreation}; enabled = false beside pool_size it ignores`,
    example: '[branch]\npool_size = 2',
  },
  BW052: { why: unclear, example: '[artifact]\ncpus = 1\n[pack]\ncpus = 2' },
  BW053: {
    why: `${refusedAtCreation}; malformed names and paths that are not normalized it stores`,
    example: 'secrets = { TOKEN = { from_env = "A", from_file = "/b" } }',
  },
  BW054: {
    why: `${refusedAtCreation}; an odd name, user or folder it stores, and begins to start the machine`,
    example: 'image = "file:///srv/image.tar"',
  },
  BW056: { why: refusedAtCreation, example: 'net = true\nnet_backend = "tsi"\nports = ["80"]' },
  BW057: { why: refusedAtCreation, example: 'net_backend = "virtio-net"' },
  BW058: {
    why: refusedAtCreation,
    example:
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["A.example"]',
  },
  BW059: {
    why: 'plain text never belongs in a Smolfile',
    example: `env = ["KEY=AKIA${'ABCDEFGH'.repeat(2)}"]`,
  },
  BW068: { why: refusedAtCreation, example: '[network]\nallow_udp = ["time.example:123"]' },
  BW069: { why: refusedAtCreation, example: 'volumes = ["/etc:/x:ro"]' },
  BW067: {
    why: "the parser reads the list as the table's values, in the order of its struct",
    example: 'auth = [true]',
  },
}

/** Errors of the schema that the parser does not give: TOML's integers have 64 bits, numbers 53. */
export const inexactInteger = /it must be at most 9007199254740991$/
