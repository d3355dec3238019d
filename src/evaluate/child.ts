/**
 * How the tool starts its own modules in a thread or a process: as built, or from source through
 * tsx.
 */
const fromSource = import.meta.url.endsWith('.ts')

/** The module `name` beside the module at `base`. */
export function childModule(name: string, base: string): URL {
  return new URL(`${name}.${fromSource ? 'ts' : 'js'}`, base)
}

/** What a thread is started with, to run the module `name` beside the module at `base`. */
export function threadEntry(name: string, base: string): URL {
  const module = childModule(name, base)
  if (!fromSource) return module
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const code = `import { register } from ${tsx}; register(); await import(${JSON.stringify(module.href)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

/** Arguments for Node.js, to run a module of the tool in a process. */
export function processArguments(): string[] {
  return fromSource ? ['--import', import.meta.resolve('tsx')] : []
}
