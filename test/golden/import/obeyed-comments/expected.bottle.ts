// # @ts-nocheck
// # biome-ignore-all lint: not here
// # eslint-disable
// # / <reference path="../secret.ts" />
// # / <reference path="../secret.ts" />
// # / @prettier

import { gib, machine } from 'bottleworks'

export default machine('obeyed-comments')
  // # !shebang
  // # region all
  // */ evil() /*
  // # endregion
  .workdir('/srv')
  // # prettier-ignore
  // # biome-ignore format: no
  .cpus(2)
  // # @ts-expect-error
  .memory(gib(2))

//
// # sourceMappingURL=evil.map
// # @ sourceMappingURL=evil.map
