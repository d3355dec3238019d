import type { DialectName } from './dialects.ts'

/** Words for a setting, by its path; the words of one are parted by spaces. */
type Words = Readonly<Record<string, string>>

/** What people write who come from another tool or an older Smolfile. */
interface NearWords {
  /** By the table that the word stands in: `''` is the top level, and `*` any name. */
  readonly tables: Readonly<Record<string, Words>>
  /** The settings that a switch in the place of a table turns on, by the table. */
  readonly switches: Words
  /** The keys that a value in the place of a table is of, by the table: `health = "true"`. */
  readonly main: Words
  /** Tables of which the keys stand at the top level. */
  readonly wrappers: string
  /** Words at the top level for what no setting says, by what there is to say about it. */
  readonly absent: Words
}

/**
 * The near words of each dialect. A word is in lower case and without `-` and `_`: `workingdir` is
 * `working_dir`, `workingDir` and `WORKING-DIR` as well. What differs in a letter is not listed: see
 * `nearest`. From docker-compose, Dockerfile, docker run, Lima, Kubernetes, devcontainer.json,
 * cloud-init, QEMU, and smolvm's own command line.
 */
export const nearWords: Readonly<Record<DialectName, NearWords>> = {
  smolvm: {
    tables: {
      '': {
        image: 'from base baseimage containerimage dockerimage imagename images rootfs os distro',
        entrypoint: 'entry program binary',
        cmd: 'command commands args argv arguments run exec start',
        env: 'environment environments environmentvariables envs envvars vars variables setenv',
        workdir: 'cwd dir directory folder workingdir workingdirectory workspace chdir pwd',
        user: 'uid username runas runasuser uidgid remoteuser containeruser',
        cpus: 'cpu vcpu vcpus ncpu ncpus numcpus cpucount cpulimit cores cpucores core smp nproc processors processor',
        memory:
          'mem ram memorymb memorymib memmb memmib memsize memorysize memorylimit memlimit rammb rammib ramsize',
        storage: 'disk disksize diskgb diskgib diskspace storagegb storagegib storagesize shmsize',
        overlay: 'overlaygb overlaygib overlaysize rootfssize rootsize',
        net: 'networking internet internetaccess networks networkenabled networkmode networkaccess netenabled enablenet enablenetwork netmode online',
        net_backend: 'backend networkbackend networkdriver nettype networktype',
        'network.allow_hosts':
          'allowhost allowedhosts allowdomain allowdomains alloweddomains domains allowlist whitelist outboundhosts',
        'network.allow_cidrs': 'allowcidr allowedcidrs allowips allowedips cidr cidrs',
        'network.deny_cidrs': 'denycidr deniedcidrs blockcidrs blockedcidrs',
        network: 'egress firewall egresspolicy networkpolicy netpolicy networkrules',
        'network.block_private': 'blockprivatenetworks denyprivate',
        gpu: 'gpus vulkan virtiogpu',
        gpu_vram: 'vram gpumem gpumemory videomemory videoram',
        rosetta: 'rosetta2',
        cuda: 'nvidia',
        docker_socket: 'docker dockersock mountdockersocket',
        block_io: 'blockio io iomode diskio',
        disk_durability: 'durability fsync',
        ports:
          'port publish publishport publishports published publishedports expose portmap portmapping portmappings portforward portforwards portforwarding forward forwards forwardports hostports',
        volumes:
          'volume mount mounts bind binds bindmounts volumemounts share shares sharedfolders synced vol vols',
        init: 'setup setupcommand setupcommands provision provisioning provisioner script scripts startup startupscript startscript initscript initcommand initcommands postcreate postcreatecommand oncreate oncreatecommand poststart runcmd bootcmd bootstrap userdata',
        stop_on_exit: 'exitonstop autostop stopwhendone shutdownonexit',
        stop_signal: 'signal killsignal',
        stop_timeout:
          'stopgraceperiod graceperiod terminationgraceperiod terminationgraceperiodseconds shutdowntimeout killtimeout',
        dev: 'development devel',
        artifact: 'package packed',
        'artifact.oci_platform': 'platform ociplatform arch architecture',
        fork: 'forks clone clones pool',
        'fork.pool_size': 'poolsize',
        health:
          'healthcheck healthchecks healthprobe livenessprobe readinessprobe startupprobe probe probes',
        restart: 'restartpolicy autorestart',
        'restart.max_retries': 'maxretries maximumretrycount',
        auth: 'authentication',
        'auth.ssh_agent': 'ssh sshagent sshforward sshagentforwarding forwardagent forwardssh',
        service: 'svc',
        secrets: 'secret secretrefs secretenv',
      },
      network: {
        net: 'enabled enable on mode',
        net_backend: 'backend driver type',
        'network.allow_hosts':
          'allow allowed allowhost allowedhosts allowdomain allowdomains alloweddomains domain domains host hosts allowlist whitelist egress',
        'network.allow_host_patterns': 'patterns hostpatterns allowpatterns wildcards',
        'network.allow_cidrs':
          'allowcidr allowedcidrs allowip allowips allowedips cidr cidrs ips ranges',
        'network.deny_cidrs':
          'deny denied denycidr deniedcidrs block blocked blockcidrs blockedcidrs',
        'network.block_private': 'denyprivate blockprivatenetworks private blocklan',
        'network.allow_private': 'allowlan privateranges',
        'network.allow_udp': 'udp',
        'network.credentials': 'credential creds',
      },
      'network.credentials': {
        'network.credentials.environment_variable': 'env envvar variable placeholder',
        'network.credentials.allowed_hosts': 'host hosts allowhosts domains',
        'network.credentials.set_header': 'header',
        'network.credentials.methods': 'method verbs',
        'network.credentials.injection_location': 'location inject injection',
      },
      artifact: { 'artifact.oci_platform': 'platform arch architecture' },
      pack: { 'pack.oci_platform': 'platform arch architecture' },
      fork: { 'fork.enabled': 'enable on forkable', 'fork.pool_size': 'size pool count copies' },
      branch: { 'branch.enabled': 'enable on', 'branch.pool_size': 'size pool count copies' },
      health: {
        'health.exec': 'test cmd command check run script',
        'health.interval': 'every period periodseconds intervalseconds',
        'health.timeout': 'timeoutseconds',
        'health.retries': 'failurethreshold maxretries attempts threshold',
        'health.startup_grace':
          'startperiod startinterval initialdelay initialdelayseconds grace graceperiod startdelay delay',
      },
      restart: {
        'restart.policy': 'condition mode type when name',
        'restart.max_retries': 'retries attempts maxattempts maximumretrycount count',
        'restart.max_backoff': 'backoff delay maxdelay window',
      },
      auth: { 'auth.ssh_agent': 'ssh agent sshforward forwardagent' },
      service: {
        'service.port': 'ports targetport containerport',
        'service.protocol': 'proto type',
      },
      'secrets.*': {
        'secrets.*.from_env': 'env environment environmentvariable variable var',
        'secrets.*.from_file': 'file path source',
        'secrets.*.from_keychain': 'keychain',
      },
    },
    switches: { network: 'net' },
    main: {
      network: 'allow_hosts',
      fork: 'enabled',
      branch: 'enabled',
      health: 'exec',
      restart: 'policy',
      auth: 'ssh_agent',
      service: 'port',
    },
    wrappers:
      'resources resource limits requests reservations machine vm microvm container config settings spec hardware deploy',
    absent: {
      'a smolvm Smolfile has no name: pass --name to smolvm machine create':
        'name hostname containername machinename vmname',
      'no setting names resolvers: what of the network is open says [network], such as network.allow_hosts = ["example.com"]':
        'dns dnsserver dnsservers dnssearch nameserver nameservers resolver resolvers resolvconf extrahosts',
      'smolvm builds no image: image takes a reference, an archive that docker save wrote, or a folder':
        'build dockerfile buildargs buildcontext containerfile',
      'no setting reads a file of variables: list them in env, such as env = ["NAME=value"]':
        'envfile envfiles envfrom dotenv',
      'one Smolfile is one machine: write the settings of a service at the top level of its own file':
        'services containers initcontainers pods template',
      'a Smolfile has no version: leave it out':
        'version apiversion schemaversion smolfileversion kind',
      'smolvm starts machines one by one: leave it out': 'dependson links',
      'the machine has a kernel of its own, and no setting for this: leave it out':
        'privileged capadd capdrop securityopt securitycontext ulimits sysctls devices readonly kernel kernelargs cmdline',
      'no setting says this: leave it out':
        'labels annotations metadata tty stdinopen stdin logging profiles pullpolicy imagepullpolicy tmpfs vmtype',
    },
  },
  'claude-bottle': {
    tables: {
      '': {
        command: 'cmd commands args argv arguments run exec start entrypoint program',
        env: 'environment environmentvariables envs envvars vars variables',
        net: 'network networking networks nets device devices nic nics',
        name: 'hostname containername machinename vmname slug id',
      },
      net: {
        'net.socket': 'path socketpath sock unix unixsocket gvproxy',
        'net.type': 'kind device model',
        'net.attachment': 'attach backend transport',
      },
    },
    switches: {},
    main: {},
    wrappers: 'bottle machine vm config settings',
    absent: {},
  },
}

/** A word without its case, and without the signs between its parts. */
export function bare(key: string): string {
  return key
    .slice(0, 100)
    .toLowerCase()
    .replace(/[-_ .]/g, '')
}

/** The key of `words` that has the word in its list. */
export function wordIn(words: Words, word: string): string | undefined {
  return Object.keys(words).find((key) => words[key]?.split(' ').includes(word))
}
