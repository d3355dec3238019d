import fc from 'fast-check'
import { viaGateway } from '../../src/language/claude-bottle/gateway.ts'
import { nastyText } from './nasty-text.ts'

const names = fc.oneof(
  fc.constantFrom(
    'A',
    'PATH',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'class',
    '7',
    '9a',
  ),
  fc.constantFrom(
    "it's",
    '"',
    '`',
    `\${HOME}`,
    '\\',
    '*/',
    '//',
    'a-b',
    'a.b',
    'a[0]',
    '[0]',
    '#',
    '$',
  ),
  fc.constantFrom('HTTP_PROXY', 'NO_PROXY', 'no_proxy', 'SSL_CERT_FILE', 'API_TOKEN', '-1', '1e3'),
  fc.stringMatching(/^[\x21-\x3c\x3e-\x7e]{1,12}$/),
)

/** What the preset sets, whole or with something missing or changed. */
const presets = fc
  .record({
    ca: fc.option(nastyText, { nil: undefined }),
    noProxy: fc.constantFrom(undefined, '*', 'localhost', 'a,b', 'a b', 'a,,b', ''),
    without: fc.option(fc.constantFrom('http_proxy', 'NO_PROXY', 'SSL_CERT_FILE'), { nil: '' }),
    changed: fc.option(fc.constantFrom('HTTPS_PROXY', 'no_proxy', 'CURL_CA_BUNDLE'), { nil: '' }),
  })
  .map(({ ca, noProxy, without, changed }): readonly Variable[] => {
    const options = {
      ...(ca === undefined ? {} : { ca }),
      ...(noProxy === undefined ? {} : { noProxy }),
    }
    const set = variablesOf(options).filter(([name]) => name !== without)
    return set.map(([name, value]) => [name, name === changed ? `${value}x` : value])
  })

type Variable = readonly [name: string, value: string]

/** Entries of `env`, each name once. */
export const environmentEntries: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: presets }),
    fc.array(fc.tuple(names, nastyText), { maxLength: 5 }),
  )
  .map(([preset, others]) => [...new Map<string, string>([...others, ...preset])])
  .map((variables) => variables.map(([name, value]) => `${name}=${value}`))

interface Recorder {
  env(variables: Readonly<Record<string, string | number | boolean>>): Recorder
}

function variablesOf(options: NonNullable<Parameters<typeof viaGateway>[0]>): readonly Variable[] {
  const set: Variable[] = []
  const recorder: Recorder = {
    env(variables) {
      for (const [name, value] of Object.entries(variables)) set.push([name, String(value)])
      return recorder
    },
  }
  viaGateway(options)(recorder)
  return set
}
