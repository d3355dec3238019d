/**
 * As what a setting is compared:
 *
 * - `value`: as a whole;
 * - `words`: as a whole, in which order and case say nothing; none and an empty list differ;
 * - `list`: by position;
 * - `set`: by member;
 * - `variables`, `ports`, `volumes`: by the name, the host's port, the guest's path;
 * - `tables`: by position, then key by key; `named`: by name, then key by key;
 * - `record`: by name;
 * - `keys`: a table, which is no setting of its own: its keys are.
 */
export type Shape =
  | 'value'
  | 'words'
  | 'list'
  | 'set'
  | 'variables'
  | 'ports'
  | 'volumes'
  | 'tables'
  | 'named'
  | 'record'
  | 'keys'
