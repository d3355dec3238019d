import * as v from 'valibot'
import { closedObject } from '../../files/json-schemas.ts'
import type { JudgedReach } from '../../language/policy/judged.ts'

const common = {
  part: v.string(),
  what: v.string(),
  by: v.array(v.string()),
  depends: v.exactOptional(v.string()),
  note: v.exactOptional(v.string()),
}
const part = closedObject(common)
const parts = v.array(part)
const names = v.array(closedObject({ ...common, name: v.string(), below: v.boolean() }))
const files = v.array(
  closedObject({ ...common, path: v.string(), access: v.picklist(['read', 'write']) }),
)

/** The form of what policies are given of the reach of a bottle. */
export const reachSchema = closedObject({
  network: part,
  loopback: parts,
  addresses: parts,
  hosts: names,
  dns: names,
  files,
  gateway: parts,
  published: parts,
  secrets: parts,
  credentials: parts,
  devices: parts,
  agent: parts,
  variables: parts,
  user: parts,
  image: parts,
  malformed: parts,
} satisfies Record<keyof JudgedReach, unknown>)
