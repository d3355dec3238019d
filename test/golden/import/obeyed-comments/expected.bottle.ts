// # @ts-nocheck
// # biome-ignore-all lint: not here
// # eslint-disable
// / <reference path="../secret.ts" />
// / <reference path="../secret.ts" />
// / @prettier

import { gib, machine, rawNet } from 'bottleworks'

export default machine('obeyed-comments')
  //
  // # sourceMappingURL=evil.map
  // # @ sourceMappingURL=evil.map
  //
  // What looks like one, and is none:
  //   /var/lib is a path
  // /var/lib as well
  // Global settings, Region of the cluster
  // ! important
  .net(rawNet({ net: false }))
  // !shebang
  // # region all
  // */ evil() /*
  // # endregion
  .workdir('/srv')
  // # prettier-ignore
  // # biome-ignore format: no
  .cpus(2)
  // # @ts-expect-error
  .memory(gib(2))
