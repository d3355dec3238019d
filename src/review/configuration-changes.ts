import { isDeepStrictEqual } from 'node:util'
import type { Part } from '../dialects/parts.ts'
import type { ReadConfiguration } from '../project/configuration.ts'
import type { Gate, Settings } from '../project/configuration-form.ts'
import { gates } from '../project/configuration-form.ts'
import type { ConfigurationReview, Finding, IsolationClass } from './finding.ts'

/** The findings that are of no bottle have this in the place of a slug. */
const projectSlug = ''

/** Reviews the changes of a project's configuration; undefined when there is none. */
export function reviewConfiguration(
  before: ReadConfiguration,
  after: ReadConfiguration,
): ConfigurationReview | undefined {
  const file = after.file ?? before.file
  const findings = (Object.keys(verdicts) as (keyof Settings)[]).flatMap((key) => {
    const had = before.settings[key]
    const has = after.settings[key]
    return isDeepStrictEqual(had, has) ? [] : [findingOf(key, had, has)]
  })
  return file === undefined || findings.length === 0 ? undefined : { file, findings }
}

/** The stricter of two configurations, of which one is the branch's own and decides nothing alone. */
export function stricterOf(base: Settings, head: Settings): Stricter {
  const failOn = strength(base.failOn) >= strength(head.failOn) ? base.failOn : head.failOn
  return { strict: base.strict || head.strict, failOn, failOnParts: partsOfBoth(base, head) }
}

type Stricter = Pick<Settings, 'strict' | 'failOn' | 'failOnParts'>

/** Where one names no parts, all count: those that the other names are no limit then. */
function partsOfBoth(base: Settings, head: Settings): Settings['failOnParts'] {
  if (base.failOnParts === undefined || head.failOnParts === undefined) return undefined
  return [...new Set([...base.failOnParts, ...head.failOnParts])]
}

type Verdict = readonly [isolationClass: IsolationClass, reason: string]

/** The class of a change of each setting: by what it does to what is checked. */
const verdicts: {
  readonly [K in keyof Settings]: (before: Settings[K], after: Settings[K]) => Verdict
} = {
  out: () => ['widens', 'the output tree is elsewhere: what reads the old one goes on with it'],
  bottles: () => ['widens', 'bottle files are looked for elsewhere'],
  strict: (_before, after) =>
    after
      ? ['narrows', 'warnings fail like errors']
      : ['widens', 'warnings do not fail like errors any more'],
  failOn: (before, after) =>
    strength(after) > strength(before)
      ? ['narrows', 'more findings fail']
      : ['widens', 'fewer findings fail'],
  failOnParts: (before, after) => {
    if (!hasAll(after, before)) return ['widens', 'findings of fewer parts fail']
    return hasAll(before, after)
      ? ['neutral', 'findings of the same parts fail']
      : ['narrows', 'findings of more parts fail']
  },
  gatewayAddresses: (before, after) => {
    if (after === undefined) {
      return ['widens', 'gateways that name no address have none: gvproxy has its defaults']
    }
    return before === undefined
      ? ['narrows', 'gateways that name no address have one of these']
      : ['widens', 'gateways that name no address have other ones, with whatever listens there']
  },
  layout: () => ['neutral', 'Smolfiles say the same, on other lines'],
  requires: () => ['neutral', 'other versions of bottleworks may work on the project'],
}

function strength(gate: Gate | undefined): number {
  return gate === undefined ? 0 : gates.indexOf(gate) + 1
}

/** Whether `parts` are those of `others` and perhaps more; undefined is all. */
function hasAll(parts: readonly Part[] | undefined, others: readonly Part[] | undefined): boolean {
  if (parts === undefined) return true
  return others?.every((part) => parts.includes(part)) ?? false
}

function findingOf<K extends keyof Settings>(key: K, had: Settings[K], has: Settings[K]): Finding {
  const [isolationClass, reason] = verdicts[key](had, has)
  const place = { slug: projectSlug, setting: 'configuration', path: key }
  const rest = { class: isolationClass, reason }
  if (has === undefined) return { ...place, ...rest, change: 'removed', before: had as string }
  const after = has as string
  if (had === undefined) return { ...place, ...rest, change: 'added', after }
  return { ...place, ...rest, change: 'changed', before: had as string, after }
}
