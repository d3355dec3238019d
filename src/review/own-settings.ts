import type { ClassRule } from '../dialects/isolation/class-rule.ts'
import {
  added,
  changed,
  narrows,
  neutral,
  removed,
  widens,
} from '../dialects/isolation/class-rule.ts'

export const unclassed = widens(
  'no rule says what this does to isolation, so it counts as widening',
)

/** Settings of the bottle that are not in its Smolfile, and what in it is no setting. */
export type OwnSetting =
  | 'bottle'
  | 'file'
  | 'slug'
  | 'dialect'
  | 'acknowledged'
  | 'malformed'
  | 'companion'
  | 'noDevice'
  | 'noProxy'
  | 'noUser'

export const ownClasses: Readonly<Record<OwnSetting, readonly ClassRule[]>> = {
  bottle: [
    neutral('a bottle was removed, with all that it could reach', removed),
    neutral('a bottle is new; its settings are compared with one that reaches nothing', added),
  ],
  file: [widens('no bottle file and manifest account for this file of the output tree')],
  slug: [neutral('the bottle goes by another name')],
  dialect: [widens('the machine is of another kind; its settings are compared anew', changed)],
  acknowledged: [
    widens('a warning is accepted that was not', added),
    narrows('a warning is no longer accepted', removed),
    neutral('a warning is accepted for another reason', changed),
  ],
  noDevice: [widens("without a device libkrun has TSI: the guest reaches the host's own services")],
  noProxy: [widens('no variable tells clients to go through the filter of the gateway')],
  noUser: [widens('nothing says who the guest runs as: the image does, and often it is root')],
  companion: [
    neutral('gvproxy.yaml no longer says what it may not', removed),
    widens('gvproxy.yaml says what the tool never writes, and gvproxy may open what it says'),
  ],
  malformed: [widens('it is malformed or unknown, and what comes of it is unclear')],
}
