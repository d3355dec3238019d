import type { CommonSettings } from '../dialects/dialect.ts'
import { parseOwnRange } from '../dialects/values/own-address.ts'
import type { Settings } from './configuration-form.ts'

/** What the configuration says of all bottles. */
export function commonOf({ gatewayAddresses: range, layout }: Settings): CommonSettings {
  return { layout, ...(range === undefined ? {} : { gatewayAddresses: parseOwnRange(range) }) }
}
