import type { Volume } from './values.ts'

/** What the machine is made of: processors, memory, disks and devices. */
export interface HardwareMethods<Self> {
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
  cpus(count: number): Self

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
  memory(mebibytes: number): Self

  /**
   * Sets the size of the storage disk in GiB, at least 1 (BW041).
   *
   * @example
   * ```ts
   * export default machine('with-storage').storage(20)
   * ```
   * ```toml
   * storage = 20
   * ```
   */
  storage(gibibytes: number): Self

  /**
   * Sets the size of the disk that holds the changes to the image, in GiB, at least 1 (BW041).
   *
   * @example
   * ```ts
   * export default machine('with-overlay').overlay(8)
   * ```
   * ```toml
   * overlay = 8
   * ```
   */
  overlay(gibibytes: number): Self

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
  gpu(on?: boolean): Self

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
  gpuVram(mebibytes: number): Self

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
  rosetta(on?: boolean): Self

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
  cuda(on?: boolean): Self

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
  autoGraph(on?: boolean): Self

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
  dockerSocket(on?: boolean): Self

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
  blockIo(engine: 'sync' | 'async'): Self

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
  diskDurability(durability: 'full' | 'deferred'): Self

  /**
   * Mounts folders of the host in the guest. Upstream prefers `.dev({ volumes })` when a packed
   * artifact does not need them.
   *
   * The guest's path is absolute and used once (BW047, BW048). `~` and `$HOME` are not expanded by
   * smolvm, so they are BW047 too; a writable mount of a root or home folder is warned of (BW062).
   *
   * @example
   * ```ts
   * export default machine('with-volumes').volumes('./data:/data:ro', {
   *   host: './out',
   *   guest: '/out',
   * })
   * ```
   * ```toml
   * volumes = ["./data:/data:ro", "./out:/out"]
   * ```
   */
  volumes(...volumes: readonly Volume[]): Self
}
