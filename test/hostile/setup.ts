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
  const twin = readFileSync(join(bottles, 'same-slug.bottle.ts'), 'utf8')
  write('other/same-slug.bottle.ts', twin.replace('.sock', '-2.sock'))
}

/** The diagnostics of what {@link setUp} makes: the file, and what `line code message` begins with. */
export const expectedOfSetUp: Readonly<Record<string, readonly string[]>> = {
  'zero.bottle.ts': ['- BW100 "bottles/zero.bottle.ts" cannot be read: it is a symbolic link'],
  'linked-bottle.bottle.ts': [
    '- BW100 "bottles/linked-bottle.bottle.ts" cannot be read: it is a symbolic link',
  ],
  'fifo.bottle.ts': ['- BW100 "bottles/fifo.bottle.ts" cannot be read: it is not a regular file'],
  'folder.bottle.ts': [
    '- BW100 "bottles/folder.bottle.ts" cannot be read: it is not a regular file',
  ],
  'large.bottle.ts': ['- BW100 "bottles/large.bottle.ts" cannot be read: it has 2097154 bytes'],
  'latin.bottle.ts': ['- BW100 "bottles/latin.bottle.ts" cannot be read: it is not valid UTF-8'],
  'nested-large.bottle.ts': ['- BW104 this does not parse: it ends the parser'],
  'bad.json': ['- BW104 this is not valid JSON'],
  'cycle-two.ts': [
    '1 BW103 imports form a cycle: bottles/cycle-one.ts -> bottles/cycle-two.ts -> bottles/cycle-one.ts',
  ],
  'other/same-slug.bottle.ts': [
    '- BW003 the slug "same-slug" is also that of bottles/same-slug.bottle.ts',
  ],
}
