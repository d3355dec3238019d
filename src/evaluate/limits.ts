import { mostMembers } from '../language/fleet.ts'

/**
 * The limits of a bottle. Fuel, memory and stack are counted by the engine, so a bottle that runs
 * into them does so at the same point on every machine; the wall clock is the last resort, for
 * what the engine cannot interrupt.
 */
export const limits = {
  /** Largest source file, in bytes. */
  sourceBytes: 1024 * 1024,
  /**
   * Largest source text that is parsed in this process, in bytes. The parser's recursion has no
   * bound and its native stack cannot be caught: 2 KiB of stack for each character at worst. A
   * longer text is first parsed in a process that may die of it.
   */
  unprobedBytes: 4096,
  /**
   * Most `<` and `(` of a text that is parsed in this process. The parser tries what they begin in
   * several ways: a nest of `a<(a=` takes twice the time a level, one of `(a=` time by its cube.
   * A thread in native code cannot be terminated.
   */
  unprobedAngles: 8,
  unprobedParentheses: 200,
  /** Native stack of the sandbox's thread, in MiB: far above 4,096 times 2 KiB. */
  threadStackMebibytes: 64,
  /** Most text that a thread holds at once, in UTF-16 code units: all modules of its bottles. */
  loadedLength: 32 * 1024 * 1024,
  /** The time limit of one text in a probe process, in milliseconds of the processor's. */
  probeMilliseconds: 5_000,
  /** The time of each text in the first round: one of 100 KiB takes about 40. */
  firstProbeMilliseconds: 100,
  /** What the texts that take longer have together; each has an equal share. */
  longProbeMilliseconds: 10_000,
  /** The time on the clock after which a probe process is ended that does not end itself. */
  standstillMilliseconds: 60_000,
  /** The text that one probe process parses, in UTF-16 code units, unless it is a single file. */
  probeBatchLength: 2 * 1024 * 1024,
  /**
   * The compiler's time for all files at once, in seconds of processors: a thousand files take half a
   * second.
   */
  typesSeconds: 5,
  typesSecondsPerFile: 0.01,
  /** Where that was not enough, its time for one file, and for all of them by the clock. */
  typesAloneSeconds: 1,
  typesApartSeconds: 30,
  /** How much longer it may take by the clock, since a machine has other things to do. */
  typesPatience: 5,
  /**
   * The compiler's address space, in bytes. It starts with 1.2 GiB, most of which it never uses; a
   * thousand files take 50 MB.
   */
  typesAddressSpaceBytes: 3 * 1024 ** 3,
  /** Its memory, where the kernel does not limit that, in bytes. */
  typesResidentBytes: 2 * 1024 ** 3,
  /** What is read of the compiler's answers, in bytes: names of files, and errors. */
  typesOutputBytes: 4 * 1024 * 1024,
  typesOutputBytesPerFile: 1024,
  /** Largest file of the compiler's own library, in bytes. */
  libraryBytes: 8 * 1024 * 1024,
  /** Largest cache of one project, in bytes: about 20,000 bottles. */
  cacheBytes: 64 * 1024 * 1024,
  /** Of how many projects without node_modules the platform's cache keeps something. */
  cachedProjects: 100,
  /** Most imports of one file. */
  imports: 1_000,
  /** Most problems of one file that are told one by one. */
  problems: 100,
  /** Longest source line of which a part is shown with a problem, in UTF-16 code units. */
  excerptLength: 100_000,
  /** Longest message of the compiler that is shown, in UTF-16 code units. */
  compilerMessageLength: 1_000,
  /** Fuel, in interrupts; the engine interrupts about every 10,000 operations. */
  interrupts: 1_000,
  /** Heap of the guest, in bytes. */
  memoryBytes: 64 * 1024 * 1024,
  /** The free heap when a bottle begins, in bytes, without the memory growing. */
  headroomBytes: 192 * 1024,
  /** From what size of the heap on garbage is collected: most bottles end long before. */
  collectAtBytes: 8 * 1024 * 1024,
  /** Stack of the guest, in bytes. */
  stackBytes: 256 * 1024,
  /** Longest definition, in UTF-16 code units. */
  outputLength: 1024 * 1024,
  /** Longest of all large definitions of one thread together, in UTF-16 code units. */
  totalOutputLength: 64 * 1024 * 1024,
  /** Longest definitions of one fleet together, in UTF-16 code units, and most values in them. */
  fleetLength: 8 * 1024 * 1024,
  fleetValues: 500_000,
  /** Most bottles of one fleet. */
  fleetMembers: mostMembers,
  /** Longest definition that is not counted there: an ordinary one is a tenth of it. */
  smallOutputLength: 16 * 1024,
  /** Most values in a definition: strings, numbers, arrays and so on, each counted. */
  outputValues: 10_000,
  /** Deepest nesting of a definition. */
  outputDepth: 64,
  /** The limits of what one bottle prints with `console`. */
  printedLines: 100,
  printedLength: 16 * 1024,
  /** The fuel that one call of `console` takes, since leaving the engine takes time. */
  interruptsPerPrint: 1 / 4,
  /** The time limit of one bottle, in milliseconds, before its sandbox is terminated. */
  wallMilliseconds: 5_000,
  /**
   * The time of each bottle in the first round, in milliseconds of the processor's: a good one takes
   * less than 5, and all operations that a bottle has about 40.
   */
  firstMilliseconds: 100,
  /** What the bottles that take longer have together, in milliseconds; each has an equal share. */
  longMilliseconds: 20_000,
  /** The time that one policy has for one bottle, in milliseconds, when it has been stopped once. */
  policyMilliseconds: 1_000,
  /** Most bottles that a policy of all of them is given. */
  fleetBottles: 2_000,
  /** From how many bottles on a second thread pays for its start. */
  secondThreadFrom: 300,
  /** The same where they are judged, which takes a tenth of the time. */
  secondJudgeFrom: 2_000,
  /** After how many terminated sandboxes the run gives up: two threads take some 40 s for these. */
  stops: 400,
} as const
