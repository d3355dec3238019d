import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hideNamed, KnownSecrets, secretsIn } from '../dialects/masking.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import type { Evaluated, Printed } from '../evaluate/evaluate.ts'
import { readSource } from '../evaluate/front-end/read.ts'
import { secretsInSource } from '../evaluate/front-end/source-secrets.ts'
import type { ProjectDrafts } from './select.ts'

/** What is known of the files that a look at a project was about. */
export interface Known {
  readonly project: string
  readonly drafts: ProjectDrafts
  readonly files: readonly BottleFile[]
  readonly definitions: readonly Evaluated[]
  /** The modules that a bottle file is made of. */
  inputsOf(file: string): readonly string[]
}

/** What a look has to tell. */
interface Told {
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
}

/**
 * What a look has to tell, without the secrets that stand in the sources of the bottle that it is
 * about, or in its settings: the compiler prints the texts of constants, and a bottle what it likes.
 */
export function hideSecrets({ diagnostics, printed }: Told, known: Known): Told {
  if (diagnostics.length === 0 && printed.length === 0) return { diagnostics, printed }
  const secrets = new SecretsByFile(known)
  const fileOf = new Map(known.files.map(({ slug, file }) => [slug, file]))
  return {
    diagnostics: diagnostics.map((each) => {
      const file = fileOf.get(each.slug ?? '') ?? each.origin?.file
      if (file === undefined) return each
      const found = secrets.of(file)
      const hint = each.hint === undefined ? {} : { hint: found.hide(each.hint) }
      const path = each.path === undefined ? {} : { path: found.hide(each.path) }
      // The compiler writes types as a source does, with names before the texts.
      const message = each.code === 'BW105' ? hideNamed(each.message) : each.message
      return { ...each, message: found.hide(message), ...path, ...hint }
    }),
    printed: printed.map(({ slug, lines }) => {
      const found = secrets.of(fileOf.get(slug) ?? slug)
      return { slug, lines: lines.map((line) => found.hide(line)) }
    }),
  }
}

class SecretsByFile {
  readonly #known: Known
  readonly #folders = new Map<string, string | undefined>()
  readonly #inSource = new Map<string, readonly string[]>()
  readonly #byFile = new Map<string, KnownSecrets>()

  /** By file; a bad one has none. */
  readonly #definitions: Map<string, Evaluated[]>

  constructor(known: Known) {
    this.#known = known
    this.#definitions = new Map(known.files.map(({ file }) => [file, []]))
    for (const each of known.definitions) this.#definitions.get(each.file)?.push(each)
  }

  of(file: string): KnownSecrets {
    const found = this.#byFile.get(file) ?? new KnownSecrets(this.#collect(file))
    this.#byFile.set(file, found)
    return found
  }

  #collect(file: string): readonly string[] {
    const { files, inputsOf } = this.#known
    // A module is made of no more than a bottle that imports it.
    const holder = this.#definitions.has(file)
      ? file
      : (files.find((each) => inputsOf(each.file).includes(file))?.file ?? file)
    const modules = new Set([file, ...inputsOf(holder)])
    const settings = this.#definitions.get(holder) ?? []
    return [
      ...settings.flatMap(({ definition }) => secretsIn(definition.smolfile)),
      ...[...modules].flatMap((each) => this.#secretsInSource(each)),
    ]
  }

  #secretsInSource(file: string): readonly string[] {
    const known = this.#inSource.get(file)
    if (known !== undefined) return known
    const { project, drafts } = this.#known
    const draft = drafts.get(file)
    const read = draft === undefined ? readSource(project, file, this.#folders) : undefined
    const text = draft ?? (read?.ok === true ? read.text : '')
    const secrets = secretsInSource(text)
    this.#inSource.set(file, secrets)
    return secrets
  }
}
