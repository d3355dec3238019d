import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * What the cases find beside them and git cannot hold, or must not: links, a FIFO, large and broken
 * files, and files outside the project. Paths are relative to `bottles/` of the project.
 */
export function setUp(project: string): void {
  const bottles = join(project, 'bottles')
  const write = (path: string, text: string | Uint8Array) => {
    mkdirSync(dirname(join(bottles, path)), { recursive: true })
    writeFileSync(join(bottles, path), text)
  }
  const outside = join(project, '../outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'outside.txt'), 'outside')
  for (const name of ['outside.ts', 'outside.txt']) {
    writeFileSync(join(project, '..', name), 'export default "outside"')
  }
  symlinkSync('/etc/passwd', join(bottles, 'link.txt'))
  symlinkSync(outside, join(bottles, 'linked'))
  symlinkSync('/dev/zero', join(bottles, 'zero.txt'))
  symlinkSync('/dev/zero', join(bottles, 'zero.bottle.ts'))
  symlinkSync(join(bottles, 'good-a.bottle.ts'), join(bottles, 'linked-bottle.bottle.ts'))
  execFileSync('mkfifo', [join(bottles, 'fifo.txt'), join(bottles, 'fifo.bottle.ts')])
  mkdirSync(join(bottles, 'folder.txt'))
  mkdirSync(join(bottles, 'folder.bottle.ts'))
  write('large.json', JSON.stringify('x'.repeat(2 * 1024 * 1024 - 2)))
  write('large.bottle.ts', `//${'x'.repeat(2 * 1024 * 1024)}`)
  write('latin.txt', Uint8Array.of(0x63, 0x61, 0x66, 0xe9))
  write('latin.bottle.ts', Uint8Array.of(0x2f, 0x2f, 0xe9))
  write('nested-large.bottle.ts', `type Deep = ${'['.repeat(200_000)}`)
  write('bad.json', '{ "a": 1, }')
  write('proto.json', '{ "__proto__": { "polluted": true } }')
  write('data.json', '{}')
  write('cycle-one.ts', "export { two } from './cycle-two.ts'\nexport const one = 1\n")
  write('cycle-two.ts', "import { one } from './cycle-one.ts'\nexport const two = one\n")
  write('state.ts', 'export const state: { seen: string[] } = { seen: [] }\n')
  write('real/number.ts', 'export const number = 7\n')
  symlinkSync('real', join(bottles, 'linked-inside'))
  write('deep.json', '['.repeat(50_000) + ']'.repeat(50_000))
  write('code.txt', textLikeCode)
  write('chain/1999.ts', 'export const end = 1\n')
  for (let link = 0; link < 1_999; link++) {
    write(`chain/${link}.ts`, `export { end } from './${link + 1}.ts'\n`)
  }
  symlinkSync('broken-link.bottle.ts', join(bottles, 'looping-link.bottle.ts'))
  symlinkSync('looping-link.bottle.ts', join(bottles, 'broken-link.bottle.ts'))
  symlinkSync('../../outside.ts', join(bottles, 'linked-outside.bottle.ts'))
  write('empty.bottle.ts', '')
  write(`${controls}.bottle.ts`, 'export default 1\n')
  write('nested-blocks.bottle.ts', '{'.repeat(200_000))
  write('nested-arguments.bottle.ts', 'a<'.repeat(50_000))
  write('nested-arguments-small.bottle.ts', 'a<'.repeat(1_000))
  const imports = Array.from({ length: 20_000 }, (_, index) => `import './x${index}.ts';`)
  write('many-imports.bottle.ts', imports.join(''))
  write('many-problems.bottle.ts', 'import.meta;'.repeat(20_000))
  const twin = readFileSync(join(bottles, 'same-slug.bottle.ts'), 'utf8')
  write('other/same-slug.bottle.ts', twin.replace('.sock', '-2.sock'))
}

/** The name of a bottle file that would clear the terminal. */
export const controls = 'clear-\u001b[2J\n'

/** Text that would end a string, a template or a line, if it were put into code as it is. */
const textLikeCode = [
  "'; globalThis.injected = true; //",
  '"; globalThis.injected = true; //',
  `\`\${(globalThis.injected = true)}\``,
  '\u2028globalThis.injected = true\u2029',
  '\\u0022; globalThis.injected = true',
].join('\n')

/** The diagnostics of what {@link setUp} makes: the file, and what `line code message` begins with. */
export const expectedOfSetUp: Readonly<Record<string, readonly string[]>> = {
  'zero.bottle.ts': ['- BW100 "bottles/zero.bottle.ts" cannot be read: it is a symbolic link'],
  linked: ['- BW108 the folder "bottles/linked" is a symbolic link, which is not followed'],
  'linked-inside': [
    '- BW108 the folder "bottles/linked-inside" is a symbolic link, which is not followed',
  ],
  'linked-bottle.bottle.ts': [
    '- BW100 "bottles/linked-bottle.bottle.ts" cannot be read: it is a symbolic link',
  ],
  'broken-link.bottle.ts': [
    '- BW100 "bottles/broken-link.bottle.ts" cannot be read: it is a symbolic link',
  ],
  'looping-link.bottle.ts': [
    '- BW100 "bottles/looping-link.bottle.ts" cannot be read: it is a symbolic link',
  ],
  'linked-outside.bottle.ts': [
    '- BW100 "bottles/linked-outside.bottle.ts" cannot be read: it is a symbolic link',
  ],
  'empty.bottle.ts': ['- BW114 there is no default export'],
  [`${controls}.bottle.ts`]: ['- BW114 the default export is not a bottle: it is of type number'],
  'nested-blocks.bottle.ts': ['- BW104 this does not parse: the parser crashes'],
  'nested-arguments.bottle.ts': ['- BW104 this does not parse: the parser crashes'],
  'nested-arguments-small.bottle.ts': ['1 BW104 this does not parse: "Unexpected token"'],
  'many-imports.bottle.ts': ['1 BW101 there are 20000 imports; a file has at most 1000'],
  'many-problems.bottle.ts': [
    ...Array.from({ length: 100 }, () => '1 BW102 import.meta is not available'),
    '1 BW102 there are 19900 more problems in this file',
  ],
  'fifo.bottle.ts': ['- BW100 "bottles/fifo.bottle.ts" cannot be read: it is not a regular file'],
  'folder.bottle.ts': [
    '- BW100 "bottles/folder.bottle.ts" cannot be read: it is not a regular file',
  ],
  'large.bottle.ts': ['- BW100 "bottles/large.bottle.ts" cannot be read: it has 2097154 bytes'],
  'latin.bottle.ts': ['- BW100 "bottles/latin.bottle.ts" cannot be read: it is not valid UTF-8'],
  'nested-large.bottle.ts': ['- BW104 this does not parse: the parser crashes'],
  'bad.json': ['- BW104 this is not valid JSON'],
  'cycle-two.ts': [
    '1 BW103 imports form a cycle: bottles/cycle-one.ts -> bottles/cycle-two.ts -> bottles/cycle-one.ts',
  ],
  'other/same-slug.bottle.ts': [
    '- BW003 the slug "same-slug" is also that of bottles/same-slug.bottle.ts',
  ],
}
