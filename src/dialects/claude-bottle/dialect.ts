import { parse as parseToml } from 'smol-toml'
import * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { gateway } from '../../language/claude-bottle/gateway.ts'
import { settings } from '../../language/claude-bottle/settings.ts'
import { settingPath } from '../../smolfile/setting-path.ts'
import { tomlArray, tomlLines, tomlString } from '../../smolfile/toml-text.ts'
import { checkRecorded } from '../check-recorded.ts'
import { companionName } from '../companion.ts'
import type { Checked, Claim, CommonSettings, Dialect, RenderContext } from '../dialect.ts'
import { proxyVariables } from '../environment-names.ts'
import { gatewayPortsIn, gatewayServices } from '../gateway-urls.ts'
import { lazy } from '../lazy.ts'
import { normalizeTable, recordedSchemaOf } from '../rows.ts'
import { schemaProblems } from '../schema-problems.ts'
import { checkSlug } from '../slug.ts'
import { hostsInVariables } from '../told-hosts.ts'
import { addressOf, usualAddresses } from '../values/own-address.ts'
import { splitVariable } from '../values/variable.ts'
import { renderCompanion } from './companion.ts'
import type { ClaudeBottleDocument } from './document.ts'
import { defaultCommand, documentSchema, namePrefix } from './document.ts'
import { isolation } from './isolation.ts'
import { reachOfBottle } from './reach.ts'
import { readCompanion } from './read-companion.ts'
import { checkRules } from './rules.ts'

/** A builder need not set the command, which has a default. */
const { required: _, ...command } = settings.command
const recordedSchema = lazy(() => recordedSchemaOf({ ...settings, command }))

export const claudeBottle: Dialect<ClaudeBottleDocument> = {
  name: 'claude-bottle',
  rows: settings,
  get schema() {
    return documentSchema()
  },

  starts: 'bottle',
  methodOrder: ['command', 'use', 'env', 'unset', 'net', 'acknowledge'],
  scaffold: (slug) => `import { bottle, gvproxy, viaGateway } from 'bottleworks'

// All of its traffic goes through the gateway, over a network device of its own.
export default bottle('${slug}')
  .command('sleep', 'infinity')
  .use(viaGateway())
  .env({ TERM: 'xterm-256color' })
  .net(
    gvproxy('/run/claude-bottle/${slug}/gvproxy.sock', {
      address: '${addressOf(slug, usualAddresses)}',
    }),
  )
`,

  namePrefix,
  slugIn: ({ name }) => name.slice(namePrefix.length),
  withSlug: (document, slug) => ({ ...document, name: namePrefix + slug }),

  check(
    slug: string,
    recorded: unknown,
    common: CommonSettings = {},
  ): Checked<ClaudeBottleDocument> {
    const complete = (document: object) => {
      const named = { command: defaultCommand, ...document, name: namePrefix + slug }
      const bottle = named as ClaudeBottleDocument
      return withAddress(bottle, companionAddress(bottle, slug, common))
    }
    return checkRecorded(settings, recordedSchema(), recorded, complete, (document) => [
      ...checkSlug(slug, namePrefix),
      ...checkRules(document, slug),
    ])
  },

  vet(data: unknown, address?: string): readonly Problem[] {
    const result = v.safeParse(documentSchema(), data)
    if (!result.success) return schemaProblems(settings, result.issues, settingPath)
    const { name } = result.output
    const slug = name.startsWith(namePrefix) ? name.slice(namePrefix.length) : 'unnamed'
    const named = checkSlug(slug, namePrefix).map((problem) => ({ ...problem, path: 'name' }))
    return [
      ...(name.startsWith(namePrefix) ? named : [unprefixed(name)]),
      ...checkRules(withAddress(result.output, address), slug),
    ]
  },

  render({ name, command, env, net }: ClaudeBottleDocument, { layout }: RenderContext): string {
    const array = layout === 'lines' ? tomlLines : tomlArray
    const devices = net.map(
      ({ type, attachment, socket }) =>
        `\n[[net]]\ntype = ${tomlString(type)}\nattachment = ${tomlString(attachment)}\nsocket = ${tomlString(socket)}\n`,
    )
    const head = `name = ${tomlString(name)}\ncommand = ${array(command)}\nenv = ${array(env)}\n`
    return head + devices.join('')
  },

  parse: (text) => v.parse(documentSchema(), parseToml(text)),
  normalize: (document) => normalizeTable(settings, { ...document }) as ClaudeBottleDocument,
  // A setting that is taken out leaves the default of its builder.
  implied: (document) => ('command' in document ? {} : { command: defaultCommand }),
  claims: ({ net }) =>
    net.flatMap(({ socket, address }, index): readonly Claim[] => {
      const own = { what: 'socket', path: `net[${index}].socket`, value: socket } as const
      if (address === undefined) return [own]
      return [own, { what: 'address', path: `net[${index}].address`, value: address }]
    }),

  companion: {
    name: companionName,
    render({ net: [device] }) {
      const { socket, address } = device ?? {}
      if (socket === undefined || address === undefined) return undefined
      return renderCompanion({ socket, address })
    },
    without: (document) => ({
      ...document,
      net: document.net.map(({ address: _, ...device }) => device),
    }),
    addressOf: companionAddress,
    add(document, text) {
      const read = readCompanion(text, document.net[0]?.socket)
      return { ...read, document: withAddress(document, read.address) }
    },
  },

  // Without a name, so that the name of a new bottle is new: no rule looks at the one before.
  closed: { command: [], env: [], net: [] } as unknown as ClaudeBottleDocument,
  isolation,
  reach: reachOfBottle,
  // A new bottle without a device is one with TSI: what is not there has to be a change as well.
  missing: ({ env, net }) => [
    ...(net.length === 0 ? [{ setting: 'noDevice', path: 'net' }] : []),
    ...(env.some((entry) => proxyVariables.has(splitVariable(entry)[0]))
      ? []
      : [{ setting: 'noProxy', path: 'env' }]),
  ],

  told({ env }) {
    const services = env.flatMap(gatewayPortsIn).map((port) => {
      const name = gatewayServices.get(port)
      const label = `${name === undefined ? '' : `${name} `}${gateway.host}:${port}`
      return { label, isOpen: false }
    })
    return [...services, ...hostsInVariables(env)]
  },
}

function companionAddress(
  { net: [device] }: ClaudeBottleDocument,
  said: string,
  { gatewayAddresses: range, slug = said }: CommonSettings,
): string | undefined {
  return device?.address ?? (range === undefined ? undefined : addressOf(slug, range))
}

/** The document with the address of its gateway, which its first device has. */
function withAddress(
  document: ClaudeBottleDocument,
  address: string | undefined,
): ClaudeBottleDocument {
  const [first, ...others] = document.net
  if (first === undefined || address === undefined) return document
  return { ...document, net: [{ ...first, address }, ...others] }
}

function unprefixed(name: string): Problem {
  const message = `the name ${quote(name)} does not begin with ${quote(namePrefix)}`
  return errorAt('BW001', 'name', message, `write ${quote(namePrefix)} and the slug`)
}
