import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('probe', import.meta.url))
const program = join(folder, 'target/debug/smolfile-probe')

/** What upstream's parser says of one file. */
export interface Verdict {
  readonly path: string
  readonly ok: boolean
  readonly error?: string
  /** The codes of our rules for what upstream's crates check after parsing. */
  readonly later?: readonly string[]
  /** The texts of the setting `init`, as the parser reads them. */
  readonly init?: readonly string[]
}

/** Builds the program that asks upstream's parser. Takes half a minute the first time. */
export function buildParser(): void {
  cargo(['build', '--locked', '--quiet'])
}

/** What the parser says of each of the files, in their order. */
export function askParser(paths: readonly string[]): readonly Verdict[] {
  const { status, stdout, stderr, error } = spawnSync(program, {
    input: paths.join('\n'),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (error !== undefined || status !== 0) {
    throw new Error(`${program} does not run: ${error?.message ?? stderr}`)
  }
  const verdicts = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Verdict)
  if (verdicts.length !== paths.length) {
    throw new Error(`the parser gave ${verdicts.length} verdicts for ${paths.length} files`)
  }
  return verdicts
}

/** What the parser says of each of the texts, in their order. */
export function askParserOfTexts(texts: readonly string[]): readonly Verdict[] {
  const temporary = mkdtempSync(join(tmpdir(), 'conformance-'))
  try {
    const paths = texts.map((text, index) => {
      const path = join(temporary, `${index}.toml`)
      writeFileSync(path, text)
      return path
    })
    return askParser(paths)
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

/** The source folders of the crates as cargo unpacked them, by the crates' names. */
export function crateSources(): ReadonlyMap<string, string> {
  const text = cargo(['metadata', '--locked', '--format-version', '1'])
  const { packages } = JSON.parse(text) as {
    packages: readonly { name: string; manifest_path: string }[]
  }
  return new Map(
    packages.map(({ name, manifest_path }) => [
      name,
      manifest_path.replace(/Cargo\.toml$/, 'src/'),
    ]),
  )
}

function cargo(args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync('cargo', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw new Error(
      "cargo is not there, and upstream's parser is a Rust crate: install Rust (rustup.rs) to compare with it",
    )
  }
  if (error !== undefined || status !== 0) {
    throw new Error(`cargo ${args[0]} failed: ${error?.message ?? stderr}`)
  }
  return stdout
}
