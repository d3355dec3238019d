import type { Rows } from '../rows.ts'

const limits = { isolation: 'limits' } as const
const lifecycle = { isolation: 'lifecycle' } as const
const allowed = { isolation: 'allowed' } as const
const device = { kind: 'flag', isolation: 'device' } as const
const program = { kind: 'argv', program: true, isolation: 'command' } as const
const args = { kind: 'argv', program: false, isolation: 'command' } as const
const commands = { kind: 'texts', isolation: 'command' } as const
const variables = { kind: 'variables', texts: true, isolation: 'variables' } as const
const workdir = { kind: 'guestPath', isolation: 'place' } as const
const ports = { kind: 'ports', isolation: 'ports' } as const
const volumes = { kind: 'volumes', isolation: 'volumes' } as const
const duration = { kind: 'duration', ...lifecycle } as const
const secret = { kind: 'text', isolation: 'secrets' } as const
/** The effect of a change of a table is given at each of its keys. */
const table = { kind: 'table', isolation: 'table' } as const

/** smolvm warns above 16. */
const cpus = { kind: 'count', bits: 8, least: 1, advised: 16, ...limits } as const
const memory = { kind: 'mebibytes', bits: 32, least: 64, unit: 'MiB', ...limits } as const
/** More GiB are more bytes than 64 bits hold, and a small disk. */
const disk = {
  kind: 'count',
  bits: 64,
  least: 1,
  most: 2 ** 34 - 1,
  unit: 'GiB',
  ...limits,
} as const
const port = { kind: 'count', bits: 16, isolation: 'inert' } as const

const artifact = {
  cpus: { ...cpus, about: 'Processors of the packed artifact.' },
  /** MiB. */
  memory: { ...memory, about: 'Memory of the packed artifact, in MiB.' },
  entrypoint: { ...program, about: 'Program and fixed arguments of the packed artifact.' },
  cmd: { ...args, about: 'Arguments of the packed artifact.' },
  /** For instance `linux/amd64`. */
  ociPlatform: {
    kind: 'text',
    isolation: 'platform',
    about: 'Platform of the packed artifact, such as "linux/amd64".',
  },
} as const satisfies Rows

const copies = {
  enabled: { kind: 'flag', isolation: 'copies', about: 'Start as a source of copies.' },
  /** At least 1, with `cuda` or `autoGraph` only (BW051). */
  poolSize: {
    kind: 'count',
    bits: 32,
    isolation: 'copies',
    about: 'How many copies are planned; needs cuda or auto_graph.',
  },
  /** MiB, at least 1 (BW041); needs `poolSize` (BW051). */
  cudaVramLimitMib: {
    kind: 'mebibytes',
    bits: 64,
    least: 1,
    unit: 'MiB',
    ...limits,
    about: 'Memory of the device for each copy, in MiB.',
  },
} as const satisfies Rows

/**
 * Every setting of a smolvm Smolfile, in the order of the text: that of upstream's struct, with the
 * plain keys before the tables as TOML requires, and `secrets` last as in upstream's documentation.
 * The types are those of the published parser, the crate `smolfile`.
 */
export const settings = {
  /**
   * Sets the image: an OCI reference, the path of an archive that `docker save` wrote, or the path
   * of a root file system. Without it the machine is a bare Alpine.
   *
   * A path is what begins with `/`, `./` or `../`, or ends in `.tar`, `.tar.gz` or `.tgz`; all else
   * is a registry's. The host fetches it, so the machine needs no network for it. Empty, with spaces,
   * a URL, or an archive that smolvm would ask a registry for is BW054.
   *
   * @example
   * ```ts
   * export default machine('with-image').image('python:3.12-alpine')
   * ```
   * ```toml
   * image = "python:3.12-alpine"
   * ```
   */
  image: {
    kind: 'image',
    isolation: 'image',
    about: 'OCI reference, archive or folder. Absent: a bare Alpine.',
  },
  /**
   * Replaces the image's entrypoint: the program and its fixed arguments. An empty first argument
   * is BW004.
   *
   * @example
   * ```ts
   * export default machine('with-entrypoint').entrypoint('sh', '-c')
   * ```
   * ```toml
   * entrypoint = ["sh", "-c"]
   * ```
   */
  entrypoint: { ...program, about: "Program and fixed arguments, instead of the image's." },
  /**
   * Replaces the image's command: the arguments behind the entrypoint.
   *
   * @example
   * ```ts
   * export default machine('with-cmd').cmd('sleep', 'infinity')
   * ```
   * ```toml
   * cmd = ["sleep", "infinity"]
   * ```
   */
  cmd: { ...args, about: "Arguments, instead of the image's." },
  /**
   * Sets environment variables, by name or as upstream's `NAME=value`; a later call wins over an
   * earlier one. The Smolfile lists them sorted, one a line.
   *
   * A malformed name is BW006, an entry without `=`, for which smolvm hands over the host's value,
   * BW040, and a value that ends in a blank, which smolvm takes off, BW008. A literal secret is BW059, or BW033 when only its name looks like one: use `.secret()`.
   *
   * @example
   * ```ts
   * export default machine('with-variables').env({ TERM: 'dumb', CI: true }).env(['LANG=C'])
   * ```
   * ```toml
   * env = [
   *   "CI=true",
   *   "LANG=C",
   *   "TERM=dumb",
   * ]
   * ```
   */
  env: { ...variables, about: 'Variables, "NAME=value".' },
  /**
   * Sets the folder, in the guest, that the workload starts in; absolute, or BW054.
   *
   * @example
   * ```ts
   * export default machine('with-workdir').workdir('/srv/app')
   * ```
   * ```toml
   * workdir = "/srv/app"
   * ```
   */
  workdir: { ...workdir, about: 'Folder of the guest that the workload starts in.' },
  /**
   * Sets the user that the workload runs as: a name or `uid[:gid]`. Malformed is BW054.
   *
   * @example
   * ```ts
   * export default machine('with-user').user('1000:1000')
   * ```
   * ```toml
   * user = "1000:1000"
   * ```
   */
  user: { kind: 'user', isolation: 'user', about: 'User of the guest: a name or "uid[:gid]".' },
  /**
   * Sets the number of processors, 1 to 255; smolvm's default is 4. Zero is BW041, more than 16 is
   * warned of (BW066).
   *
   * @example
   * ```ts
   * export default machine('with-cpus').cpus(2)
   * ```
   * ```toml
   * cpus = 2
   * ```
   */
  cpus: { ...cpus, about: 'Processors. Default: 4.' },
  /**
   * Sets the memory in MiB, at least 64 (BW041); smolvm's default is 8192.
   *
   * @example
   * ```ts
   * export default machine('with-memory').memory(gib(4))
   * ```
   * ```toml
   * memory = 4096
   * ```
   */
  memory: { ...memory, about: 'Memory in MiB, at least 64. Default: 8192.' },
  /**
   * Sets the network, instead of an earlier call's. Without it the machine has none.
   *
   * @example
   * ```ts
   * export default machine('with-network').net(virtioNet({ allowCidrs: ['10.20.0.0/16'] }))
   * ```
   * ```toml
   * net = true
   * net_backend = "virtio-net"
   * [network]
   * allow_cidrs = ["10.20.0.0/16"]
   * ```
   */
  net: {
    kind: 'network',
    isolation: 'net',
    makes: ['net', 'net_backend', 'network'],
    about: 'Whether there is a network. Default: false.',
  },
  netBackend: {
    kind: 'word',
    method: false,
    words: ['virtio-net', 'tsi'],
    isolation: 'netBackend',
    about: '"virtio-net" or "tsi".',
  },
  /**
   * Gives the guest a Vulkan device.
   *
   * @example
   * ```ts
   * export default machine('with-gpu').gpu()
   * ```
   * ```toml
   * gpu = true
   * ```
   */
  gpu: { ...device, about: 'Give the guest a Vulkan device.' },
  /**
   * Sets the device's memory in MiB, at least 1 (BW041). Without `.gpu()` smolvm ignores it (BW065).
   *
   * @example
   * ```ts
   * export default machine('with-video-memory').gpu().gpuVram(gib(2))
   * ```
   * ```toml
   * gpu = true
   * gpu_vram = 2048
   * ```
   */
  gpuVram: {
    kind: 'mebibytes',
    bits: 32,
    least: 1,
    unit: 'MiB',
    ...limits,
    about: 'Memory of the device in MiB; needs gpu.',
  },
  /**
   * Runs x86-64 programs through Rosetta, on a Mac with Apple silicon.
   *
   * @example
   * ```ts
   * export default machine('with-rosetta').rosetta()
   * ```
   * ```toml
   * rosetta = true
   * ```
   */
  rosetta: { kind: 'flag', isolation: 'rosetta', about: 'Run x86-64 programs on Apple silicon.' },
  /**
   * Gives the guest the host's NVIDIA device.
   *
   * @example
   * ```ts
   * export default machine('with-cuda').cuda()
   * ```
   * ```toml
   * cuda = true
   * ```
   */
  cuda: { ...device, about: "Give the guest the host's NVIDIA device." },
  /**
   * Lets frameworks use CUDA graphs by themselves; it implies `.cuda()`.
   *
   * @example
   * ```ts
   * export default machine('with-graphs').autoGraph()
   * ```
   * ```toml
   * auto_graph = true
   * ```
   */
  autoGraph: { ...device, about: 'Let frameworks use CUDA graphs; implies cuda.' },
  /**
   * Offers the Docker daemon that runs in the guest to the host. Warned of (BW061): who reaches the
   * socket is root in the guest.
   *
   * @example
   * ```ts
   * export default machine('with-docker')
   *   .dockerSocket()
   *   .acknowledge('BW061', 'the build on the host pushes into it')
   * ```
   * ```toml
   * docker_socket = true
   * ```
   */
  dockerSocket: {
    kind: 'flag',
    isolation: 'dockerSocket',
    about: "Offer the guest's Docker socket to the host.",
  },
  /**
   * Sets the size of the storage disk in GiB, 1 to 2^34 - 1 (BW041).
   *
   * @example
   * ```ts
   * export default machine('with-storage').storage(20)
   * ```
   * ```toml
   * storage = 20
   * ```
   */
  storage: { ...disk, about: 'Storage disk in GiB.' },
  /**
   * Sets the size of the disk that holds the changes to the image, in GiB, 1 to 2^34 - 1 (BW041).
   *
   * @example
   * ```ts
   * export default machine('with-overlay').overlay(8)
   * ```
   * ```toml
   * overlay = 8
   * ```
   */
  overlay: { ...disk, about: 'Disk of changes to the image, in GiB.' },
  /**
   * Chooses how the host does the disks' input and output; smolvm's default is `sync`. Another word
   * is BW042.
   *
   * @example
   * ```ts
   * export default machine('with-block-io').blockIo('async')
   * ```
   * ```toml
   * block_io = "async"
   * ```
   */
  blockIo: {
    kind: 'word',
    words: ['sync', 'async'],
    ...limits,
    about: '"sync" or "async". Default: "sync".',
  },
  /**
   * Chooses whether a guest's `fsync` waits for the host's disk. With `deferred` a crash of the host
   * can lose recent writes. Another word is BW042.
   *
   * @example
   * ```ts
   * export default machine('with-durability').diskDurability('deferred')
   * ```
   * ```toml
   * disk_durability = "deferred"
   * ```
   */
  diskDurability: {
    kind: 'word',
    words: ['full', 'deferred'],
    ...limits,
    about: '"full" or "deferred". Default: "full".',
  },
  /**
   * Publishes ports of the guest on the host. Upstream prefers `.dev({ ports })` when a packed
   * artifact does not need them.
   *
   * Ports are 1 to 65535 and ranges of one length (BW044), at most 64 in all (BW046), each of the
   * host's once for TCP and once for UDP (BW045). They bring an interface on which nothing goes out,
   * so they need no network; TSI has none (BW056).
   *
   * @example
   * ```ts
   * export default machine('with-ports').ports(
   *   8080,
   *   '5433:5432',
   *   { host: [9000, 9002], guest: [7000, 7002] },
   *   { port: 53, protocol: 'udp' },
   * )
   * ```
   * ```toml
   * ports = ["8080", "5433:5432", "9000-9002:7000-7002", "53/udp"]
   * ```
   */
  ports: {
    ...ports,
    about: 'Ports, "host:guest[/tcp|/udp]" or ranges. Upstream prefers dev.ports.',
  },
  /**
   * Mounts folders of the host, or disks of the machine's own, in the guest. Upstream prefers
   * `.dev({ volumes })` when a packed artifact does not need them.
   *
   * The guest's path is absolute and used once (BW047, BW048). `~` and `$HOME` are not expanded by
   * smolvm, so they are BW047 too; relative paths start where smolvm does. A folder of the system is
   * refused (BW069); a home, credentials and the like are warned of (BW062).
   *
   * @example
   * ```ts
   * export default machine('with-volumes').volumes(
   *   './data:/data:ro',
   *   { host: './out', guest: '/out' },
   *   { guest: '/cache' },
   * )
   * ```
   * ```toml
   * volumes = ["./data:/data:ro", "./out:/out", "/cache"]
   * ```
   */
  volumes: {
    ...volumes,
    about:
      'Mounts, "host:guest[:ro|rw|staged]", or a path for a disk. Upstream prefers dev.volumes.',
  },
  /**
   * Adds shell commands that run on the machine's first start. Upstream prefers them in
   * `.dev({ init })` when a packed artifact does not need them.
   *
   * @example
   * ```ts
   * export default machine('with-init').init('apk add --no-cache git')
   * ```
   * ```toml
   * init = ["apk add --no-cache git"]
   * ```
   */
  init: { ...commands, about: 'Shell commands of the first start. Upstream prefers dev.init.' },
  /**
   * Stops the machine when the workload ends.
   *
   * @example
   * ```ts
   * export default machine('with-end').stopOnExit()
   * ```
   * ```toml
   * stop_on_exit = true
   * ```
   */
  stopOnExit: {
    kind: 'flag',
    ...lifecycle,
    about: 'Stop the machine when the workload ends. Default: false.',
  },
  /**
   * Sets the signal that asks the workload to end: a name such as `SIGINT` or a number from 1 to 64;
   * anything else is BW042. smolvm's default is SIGTERM.
   *
   * @example
   * ```ts
   * export default machine('with-signal').stopSignal('SIGINT')
   * ```
   * ```toml
   * stop_signal = "SIGINT"
   * ```
   */
  stopSignal: {
    kind: 'signal',
    ...lifecycle,
    about: 'Signal that asks the workload to end. Default: "SIGTERM".',
  },
  /**
   * Sets how many seconds the workload has to end, at most 300 (BW041); smolvm's default is 10.
   *
   * @example
   * ```ts
   * export default machine('with-timeout').stopTimeout(60)
   * ```
   * ```toml
   * stop_timeout = 60
   * ```
   */
  stopTimeout: {
    kind: 'count',
    bits: 64,
    most: 300,
    unit: 'seconds',
    ...lifecycle,
    about: 'Seconds that it has to end. Default: 10.',
  },
  /**
   * Sets what holds for `smol up` alone. Its volumes, init and ports replace the machine's own, so
   * to set one in both places is BW052; its variables are added.
   *
   * @example
   * ```ts
   * export default machine('with-dev')
   *   .dev({ volumes: ['./src:/app'], env: { DEBUG: 1 }, ports: [3000] })
   * ```
   * ```toml
   * [dev]
   * volumes = ["./src:/app"]
   * env = [
   *   "DEBUG=1",
   * ]
   * ports = ["3000"]
   * ```
   */
  dev: {
    ...table,
    options: 'DevOptions',
    about: 'What holds for smol up alone.',
    rows: {
      volumes: {
        ...volumes,
        about: 'Mounts, "host:guest[:ro|rw|staged]"; they replace those of the top level.',
      },
      env: { ...variables, about: 'More variables, "NAME=value".' },
      init: { ...commands, about: 'Shell commands; they replace those of the top level.' },
      workdir: { ...workdir, about: 'Folder of the guest that the workload starts in.' },
      user: { kind: 'user', isolation: 'user', about: 'User of the guest: a name or "uid[:gid]".' },
      ports: { ...ports, about: 'Ports, "host:guest"; they replace those of the top level.' },
    },
  },
  /**
   * Sets what holds for the packed artifact instead of the machine's settings.
   *
   * @example
   * ```ts
   * export default machine('with-artifact').artifact({ cpus: 4, ociPlatform: 'linux/arm64' })
   * ```
   * ```toml
   * [artifact]
   * cpus = 4
   * oci_platform = "linux/arm64"
   * ```
   */
  artifact: {
    ...table,
    options: 'ArtifactOptions',
    about: 'What holds for the packed artifact.',
    rows: artifact,
  },
  /**
   * Sets the same as `.artifact()` by the table's other name; both at once is BW052, since upstream
   * does not say which of them holds.
   *
   * @example
   * ```ts
   * export default machine('with-pack').pack({ memory: gib(1) })
   * ```
   * ```toml
   * [pack]
   * memory = 1024
   * ```
   */
  pack: {
    ...table,
    options: 'ArtifactOptions',
    about: 'Another name of artifact.',
    rows: artifact,
  },
  network: {
    ...table,
    method: false,
    options: 'VirtioNetOptions',
    about: 'The egress policy.',
    rows: {
      /** Names, each with its subdomains, on every port. */
      allowHosts: {
        kind: 'hosts',
        ...allowed,
        about: 'Names, each with its subdomains, on every port.',
      },
      /** Exact names, or `*.domain` for its subdomains alone. */
      allowHostPatterns: {
        kind: 'hostPatterns',
        ...allowed,
        about: 'Exact names, or "*.domain" for its subdomains.',
      },
      /** Ranges of addresses such as `10.0.0.0/8`, or single addresses. */
      allowCidrs: {
        kind: 'ranges',
        warnsOfAll: true,
        isolation: 'allowedRanges',
        about: 'Ranges of addresses, or single ones.',
      },
      /** Block private and link-local destinations; the public internet stays open. */
      blockPrivate: {
        kind: 'flag',
        isolation: 'blockPrivate',
        about: 'Block private and link-local destinations.',
      },
      /** Private ranges to open again. */
      allowPrivate: {
        kind: 'ranges',
        isolation: 'allowPrivate',
        about: 'Private ranges to open again.',
      },
      /** Ranges that are refused whatever else allows them. */
      denyCidrs: {
        kind: 'ranges',
        isolation: 'denied',
        about: 'Ranges that are refused whatever else allows them.',
      },
      /**
       * Ranges that UDP may reach beside what the rest allows, optionally with ports: `10.0.0.0/8`,
       * `1.1.1.1:123`, `192.0.2.0/24:3478-3480`, `[2001:db8::1]:443`.
       */
      allowUdp: {
        kind: 'udpRanges',
        isolation: 'allowUdp',
        about: 'Ranges that UDP may reach beside the rest, "CIDR[:PORT[-END]]".',
      },
      credentials: {
        kind: 'tables',
        options: 'CredentialOptions',
        isolation: 'credentials',
        about: 'Credentials that the host puts into requests.',
        rows: {
          /** 1 to 64 letters, digits, `_`, `.` or `-`; unique in the machine. */
          name: {
            kind: 'text',
            required: true,
            isolation: 'credentialName',
            about: 'Name of the binding.',
          },
          /** The guest's variable that holds a placeholder; needed, or BW058. */
          environmentVariable: {
            kind: 'text',
            isolation: 'credentialVariable',
            about: 'Variable of the guest that holds the placeholder.',
          },
          /** Lower-case host names, or `*.` and one: the value is sent to no other. */
          allowedHosts: {
            kind: 'set',
            required: true,
            isolation: 'credentialHosts',
            about: 'Hosts that the value may be sent to; it is sent to no other.',
          },
          /** Default: in headers and not in bodies. */
          injectionLocation: {
            ...table,
            options: 'InjectionLocation',
            about: 'Where the value is put.',
            rows: {
              header: {
                kind: 'flag',
                isolation: 'injection',
                about: 'Replace the placeholder in headers. Default: true.',
              },
              body: {
                kind: 'flag',
                isolation: 'injection',
                about: 'Replace the placeholder in bodies. Default: false.',
              },
            },
          },
          /** HTTP methods. Default: all seven that smolvm knows. */
          methods: {
            kind: 'methods',
            isolation: 'credentialMethods',
            about: 'HTTP methods. Default: all.',
          },
          /** A request header, in lower case, that is set to the value. */
          setHeader: {
            kind: 'text',
            isolation: 'credentialHeader',
            about: 'Request header, in lower case, that is set to the value.',
          },
        },
      },
    },
  },
  /**
   * Prepares the machine to be copied while it runs. `.branch()` writes the same table by the name
   * that newer versions of smolvm prefer; both at once is BW052. Contradictions are BW051.
   *
   * @example
   * ```ts
   * export default machine('with-fork').cuda().fork({ poolSize: 4, cudaVramLimitMib: gib(8) })
   * ```
   * ```toml
   * [fork]
   * pool_size = 4
   * cuda_vram_limit_mib = 8192
   * ```
   */
  fork: { ...table, options: 'ForkOptions', about: 'Copies of the running machine.', rows: copies },
  /**
   * Prepares the machine to be copied while it runs, as `.fork()`, by the table's newer name.
   *
   * @example
   * ```ts
   * export default machine('with-branch').branch({ enabled: true })
   * ```
   * ```toml
   * [branch]
   * enabled = true
   * ```
   */
  branch: { ...table, options: 'ForkOptions', about: 'The newer name of fork.', rows: copies },
  /**
   * Sets the command that says whether the workload is healthy, and how often it is asked.
   * Durations are `10s`, `5m`, `2h` or a number of seconds; smolvm ignores others, so they are
   * BW043. Without `exec` the table has no effect (BW065).
   *
   * @example
   * ```ts
   * export default machine('with-health').health({
   *   exec: ['wget', '-q', '-O', '-', 'http://127.0.0.1:8080/ready'],
   *   interval: '10s',
   *   startupGrace: 30,
   * })
   * ```
   * ```toml
   * [health]
   * exec = ["wget", "-q", "-O", "-", "http://127.0.0.1:8080/ready"]
   * interval = "10s"
   * startup_grace = "30s"
   * ```
   */
  health: {
    ...table,
    options: 'HealthOptions',
    about: 'When the machine counts as healthy.',
    rows: {
      exec: { ...program, about: 'Command that says whether the workload is healthy.' },
      interval: {
        ...duration,
        about: 'Time between two checks: "10s", "5m", "2h" or bare seconds.',
      },
      timeout: { ...duration, about: 'Time that one check may take.' },
      retries: {
        kind: 'count',
        bits: 32,
        ...lifecycle,
        about: 'Failed checks before the machine counts as unhealthy.',
      },
      startupGrace: { ...duration, about: 'Time before the first check.' },
    },
  },
  /**
   * Sets what happens when the workload ends. An unknown policy is BW042, a malformed `maxBackoff`
   * BW043.
   *
   * @example
   * ```ts
   * export default machine('with-restart').restart({ policy: 'on-failure', maxRetries: 5 })
   * ```
   * ```toml
   * [restart]
   * policy = "on-failure"
   * max_retries = 5
   * ```
   */
  restart: {
    ...table,
    options: 'RestartOptions',
    about: 'What happens when the workload ends.',
    rows: {
      policy: {
        kind: 'word',
        words: ['never', 'always', 'on-failure', 'unless-stopped'],
        ...lifecycle,
        about: '"never", "always", "on-failure" or "unless-stopped".',
      },
      maxRetries: { kind: 'count', bits: 32, ...lifecycle, about: 'How often at most.' },
      maxBackoff: { ...duration, about: 'Longest time between two tries.' },
    },
  },
  /**
   * Forwards credentials of the host. The SSH agent together with egress to every host is warned
   * of (BW064): what runs in the guest could log in anywhere as you.
   *
   * @example
   * ```ts
   * export default machine('with-agent')
   *   .net(virtioNet({ allowHosts: ['git.example.com'] }))
   *   .auth({ sshAgent: true })
   * ```
   * ```toml
   * [auth]
   * ssh_agent = true
   * ```
   */
  auth: {
    ...table,
    options: 'AuthOptions',
    about: 'Credentials of the host that are forwarded.',
    rows: {
      sshAgent: { kind: 'flag', isolation: 'sshAgent', about: "Forward the host's SSH agent." },
    },
  },
  /**
   * Says what the workload serves. smolvm parses it and reads it nowhere.
   *
   * @example
   * ```ts
   * export default machine('with-service').service({ port: 8080, protocol: 'http' })
   * ```
   * ```toml
   * [service]
   * port = 8080
   * protocol = "http"
   * ```
   */
  service: {
    ...table,
    options: 'ServiceOptions',
    about: 'What the workload serves.',
    rows: {
      port: { ...port, about: 'Port of the guest that the workload listens on.' },
      protocol: { kind: 'text', isolation: 'inert', about: 'What it speaks, such as "http".' },
      /** A second port; upstream does not say what it is for. */
      listen: { ...port, about: 'A second port, of which upstream says nothing.' },
    },
  },
  /**
   * Gives the workload a secret under the variable `name`. Only the reference is written; the value
   * is read on the host when the machine starts. A malformed name or reference is BW053.
   *
   * @example
   * ```ts
   * export default machine('with-secret')
   *   .secret('DB_PASSWORD', hostEnv('PGPASSWORD'))
   *   .secret('TLS_KEY', hostFile('/run/secrets/tls.key'))
   * ```
   * ```toml
   * [secrets]
   * DB_PASSWORD = { from_env = "PGPASSWORD" }
   * TLS_KEY = { from_file = "/run/secrets/tls.key" }
   * ```
   */
  secret: {
    kind: 'references',
    key: 'secrets',
    isolation: 'secrets',
    about: 'References to secrets of the host, by the name of a variable.',
    rows: {
      fromEnv: { ...secret, about: 'Variable of the host.' },
      fromFile: { ...secret, about: 'Absolute path on the host.' },
      fromKeychain: { ...secret, about: '"SERVICE" or "SERVICE/ACCOUNT" of the host\'s keychain.' },
    },
  },
} as const satisfies Rows
