import fc from 'fast-check'

/** An item of a list, an entry of an object or a call of a chain, with what is said about it. */
export interface Part {
  /** Nothing at the end of all parts, where only sections are left. */
  readonly text: string
  readonly above?: string
  readonly before?: string
  readonly behind?: string
  /** Comments with a blank line below them: of all that follows, and not of this part. */
  readonly sections: readonly string[]
}

/** The content of a source: the parts of `cmd`, of `env`, and the calls, with those two's names. */
export interface Content {
  readonly cmd: readonly Part[]
  readonly env: readonly Part[]
  readonly calls: readonly Part[]
}

/** In what way a source is written. */
export interface Layout {
  readonly mark: boolean
  readonly lineEnd: '\n' | '\r\n'
  readonly quote: '"' | "'"
  readonly semicolon: boolean
  readonly indent: string
  readonly dots: 'before' | 'behind' | 'inline'
  readonly commas: 'all' | 'between' | 'below'
  readonly items: 'lines' | 'inline'
  readonly wrapper: 'plain' | 'parentheses' | 'satisfies' | 'name' | 'exported name'
  readonly imports: 'named' | 'namespace' | 'renamed'
  readonly suffix: '' | ' as const' | ' satisfies object'
}

export const layouts: fc.Arbitrary<Layout> = fc.record({
  mark: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quote: fc.constantFrom('"', "'"),
  semicolon: fc.boolean(),
  indent: fc.constantFrom('  ', '    ', '\t'),
  dots: fc.constantFrom('before', 'behind', 'inline'),
  commas: fc.constantFrom('all', 'between', 'below'),
  items: fc.constantFrom('lines', 'inline'),
  wrapper: fc.constantFrom('plain', 'parentheses', 'satisfies', 'name', 'exported name'),
  imports: fc.constantFrom('named', 'namespace', 'renamed'),
  suffix: fc.constantFrom('', ' as const', ' satisfies object'),
})

const comment = fc.option(fc.constantFrom('why', 'a, b', "it's", '.env({ A: 1 })', 'x // y', ','), {
  nil: undefined,
})

export function part(text: string): fc.Arbitrary<Part> {
  return fc
    .record({ above: comment, before: comment, behind: comment, section: comment })
    .map(({ section, ...comments }) => {
      return { text, ...comments, sections: section === undefined ? [] : [section] } as Part
    })
}

/** The source that has the content in the layout. */
export function sourceOf(content: Content, layout: Layout): string {
  const { quote, semicolon, lineEnd, mark, imports, wrapper, suffix } = layout
  const api = `${quote}bottleworks${quote}`
  const end = semicolon ? ';' : ''
  const head = { named: 'machine', namespace: 'bw.machine', renamed: 'vm' }[imports]
  const imported = {
    named: '{ gib, machine }',
    namespace: '* as bw',
    renamed: '{ gib as GiB, machine as vm }',
  }[imports]
  const long: Readonly<Record<string, string>> = {
    env: `env({${bracketed(content.env, layout, true)}}${suffix})`,
    cmd: `cmd(${bracketed(content.cmd, layout, false)})`,
  }
  const calls = content.calls.map((each) => ({ ...each, text: long[each.text] ?? each.text }))
  const last = calls.findLast(({ text }) => text !== '')
  const left = calls.at(-1) === last ? '' : sections(calls.at(-1) as Part, layout.indent)
  const chain = chained(
    `${head}(${quote}x${quote})`,
    calls.filter(({ text }) => text !== ''),
    layout,
  )
  const statement = {
    plain: `export default ${chain}`,
    parentheses: `export default (${chain})`,
    satisfies: `export default ${chain} satisfies object`,
    name: `const own = ${chain}`,
    'exported name': `const own = ${chain}`,
  }[wrapper]
  const exported = {
    name: `export default own${end}\n`,
    'exported name': `export { own as default }${end}\n`,
  }
  const text = [
    '// About the file.',
    `import ${imported} from ${api}${end}`,
    '',
    // No formatter writes two spaces, so that the layout is no tool's.
    `const  used = ${imports === 'namespace' ? 'bw.gib' : imports === 'renamed' ? 'GiB' : 'gib'}${end}`,
    '',
    `${statement}${end}${layout.dots === 'inline' ? '' : line(last?.behind) + left}`,
    wrapper in exported ? exported[wrapper as keyof typeof exported] : '// The end.\n',
  ].join('\n')
  return (mark ? '\ufeff' : '') + text.replaceAll('\n', lineEnd)
}

/** What the calls of a chain are, one a line. */
function chained(head: string, calls: readonly Part[], layout: Layout): string {
  const { dots, indent } = layout
  if (dots === 'inline') {
    return head + calls.map((each) => `.${each.text}${block(' ', each.behind)}`).join('')
  }
  return calls.reduce(
    (text, each, index) => {
      const isLast = index === calls.length - 1
      const above = each.above === undefined ? '' : `\n${indent}// ${each.above}`
      // What ends the statement stands before a comment that ends the line.
      const behind = isLast ? '' : line(each.behind)
      const isDotBehind = dots === 'behind'
      const [dot, next] = isDotBehind ? ['', isLast ? '' : '.'] : ['.', '']
      return `${text}${sections(each, indent)}${above}\n${indent}${block('', each.before, ' ')}${dot}${each.text}${next}${behind}`
    },
    `${head}${dots === 'behind' ? '.' : ''}`,
  )
}

function bracketed(parts: readonly Part[], layout: Layout, isObject: boolean): string {
  const { commas, items, indent } = layout
  const margin = indent + indent
  if (items === 'inline') {
    const texts = parts
      .filter(({ text }) => text !== '')
      .map((each) => `${block('', each.before, ' ')}${each.text}${block(' ', each.behind)}`)
    const space = isObject ? ' ' : ''
    return texts.length === 0 ? '' : `${space}${texts.join(', ')}${space}`
  }
  const lines = parts.map((each, index) => {
    const isLast = parts.slice(index + 1).every(({ text }) => text === '')
    const [first, last] =
      commas === 'below'
        ? [index === 0 ? '' : ', ', '']
        : ['', isLast && commas === 'between' ? '' : ',']
    const above =
      commas === 'below' || each.above === undefined ? '' : `\n${margin}// ${each.above}`
    const parted = commas === 'below' ? '' : sections(each, margin)
    if (each.text === '') return parted.trimEnd()
    return `${parted}${above}\n${margin}${first}${block('', each.before, ' ')}${each.text}${last}${line(each.behind)}`
  })
  return lines.length === 0 ? '' : `${lines.join('')}\n${indent}`
}

function sections({ sections: texts }: Part, indent: string): string {
  const lines = texts.map((text) => `\n\n${indent}// -- ${text} --`)
  return lines.length === 0 ? '' : `${lines.join('')}\n`
}

function line(text: string | undefined): string {
  return text === undefined ? '' : ` // ${text}`
}

function block(before: string, text: string | undefined, after = ''): string {
  return text === undefined ? '' : `${before}/* ${text} */${after}`
}
