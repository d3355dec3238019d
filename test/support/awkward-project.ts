import type { Files } from './project.ts'

/** A project whose result would differ if anything of where and when it runs got in. */
export const awkwardProject: Files = {
  'bottles/presets/labels.ts': `import type { BottleBuilder } from 'bottleworks'
import labels from './labels.json' with { type: 'json' }

export const labelled = (builder: BottleBuilder): BottleBuilder => builder.env(labels)
`,
  'bottles/presets/labels.json': '{ "zeta": 1, "Alpha": 2, "_": 4, "alpha": 3 }\n',
  'bottles/locale.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
import { labelled } from './presets/labels.ts'

const words = ['i', 'I', 'ı', 'İ', 'ä', 'z', 'Z', '10', '9']
export default bottle('locale')
  .use(labelled)
  .env({
    SORTED: [...words].sort().join(' '),
    COMPARED: [...words].sort((a, b) => a.localeCompare(b)).join(' '),
    UPPER: 'iıß'.toLocaleUpperCase(),
    NUMBER: (1234567.891).toLocaleString(),
    TIME: new Date(0).toString(),
    LOCAL_TIME: new Date(0).toLocaleString(),
    OFFSET: new Date(0).getTimezoneOffset(),
    GLOBALS: Object.getOwnPropertyNames(globalThis).sort().join(' '),
  })
  .net(gvproxy('/run/locale.sock'))
`,
  'bottles/warned.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
console.log(new Date(0).toISOString(), { b: 1, a: 2 })
export default bottle('warned')
  .env({ NO_PROXY: '*', HTTP_PROXY: 'http://elsewhere', TOKEN: 'x' })
  .net(gvproxy('/run/warned.sock'))
`,
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `bottles/team-${index % 3}/b${index}.bottle.ts`,
      `import { bottle, gvproxy } from 'bottleworks'
console.log('printed')
export default bottle('b${index}').env({ INDEX: ${index} }).net(gvproxy('/run/b${index}.sock'))
`,
    ]),
  ),
}
