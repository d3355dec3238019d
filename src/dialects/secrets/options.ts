import type { FoundSecret } from './found-secret.ts'
import { namesPassword, namesSecret } from './names.ts'
import { placedPasswords } from './places.ts'
import { isHarmless } from './references.ts'
import type { Word } from './words.ts'

/** Programs and their short options whose value is a secret, by their manuals. */
const secretOptions: Readonly<Record<string, readonly string[]>> = {
  sshpass: ['-p'],
  useradd: ['-p'],
  usermod: ['-p'],
  groupadd: ['-p'],
  'ssh-keygen': ['-N', '-P'],
  plink: ['-pw'],
  pscp: ['-pw'],
  psftp: ['-pw'],
  security: ['-p', '-w'],
  twine: ['-p'],
  mysql: ['-p'],
  mysqldump: ['-p'],
  mysqladmin: ['-p'],
  mysqlimport: ['-p'],
  mysqlsh: ['-p'],
  mysqlcheck: ['-p'],
  mysqlshow: ['-p'],
  mysqlslap: ['-p'],
  mariadb: ['-p'],
  'mariadb-dump': ['-p'],
  'mariadb-admin': ['-p'],
  'redis-cli': ['-a'],
  'valkey-cli': ['-a'],
  mongo: ['-p'],
  mongosh: ['-p'],
  mongodump: ['-p'],
  mongorestore: ['-p'],
  mongoimport: ['-p'],
  mongoexport: ['-p'],
  mongofiles: ['-p'],
  mongostat: ['-p'],
  beeline: ['-p'],
  sqlcmd: ['-P'],
  bcp: ['-P'],
  isql: ['-P'],
  osql: ['-P'],
  tsql: ['-P'],
  ldapsearch: ['-w'],
  ldapadd: ['-w'],
  ldapmodify: ['-w'],
  ldapwhoami: ['-w'],
  ldapdelete: ['-w'],
  ldapmodrdn: ['-w'],
  ldappasswd: ['-w', '-s', '-a'],
  snmpget: ['-A', '-X'],
  snmpset: ['-A', '-X'],
  snmpwalk: ['-A', '-X'],
  zip: ['-P'],
  unzip: ['-P'],
  '7z': ['-p'],
  '7za': ['-p'],
  '7zr': ['-p'],
  '7zz': ['-p'],
  rar: ['-p', '-hp'],
  unrar: ['-p'],
  mosquitto_pub: ['-P'],
  mosquitto_sub: ['-P'],
  ipmitool: ['-P'],
  cqlsh: ['-p'],
  'cypher-shell': ['-p'],
  rabbitmqadmin: ['-p'],
  kadmin: ['-w'],
  xfreerdp: ['/p:'],
}

/** Programs that take the password with `-p` when they are told to log in. */
const logins = new Set([
  'docker',
  'podman',
  'buildah',
  'skopeo',
  'helm',
  'oc',
  'nerdctl',
  'crane',
  'oras',
  'az',
  'cf',
  'argocd',
  'kubectl',
])

/** Programs that take `user:password`, with these options. */
const userOptions: Readonly<Record<string, readonly string[]>> = {
  curl: ['-u', '--user', '-U', '--proxy-user'],
  http: ['-a', '--auth'],
  https: ['-a', '--auth'],
  xh: ['-a', '--auth'],
  ab: ['-A', '-P'],
  hurl: ['-u', '--user'],
  lftp: ['-u', '--user'],
  smbclient: ['-U', '--user'],
  rpcclient: ['-U', '--user'],
  net: ['-U', '--user'],
  wbinfo: ['-a', '--authenticate'],
  etcdctl: ['--user'],
  snowsql: ['-u'],
}

/** What reads a secret from standard input. */
const readers = /^(?:--password-stdin|--with-token|--stdin|chpasswd|--pass-stdin|--token-stdin|-S)$/

interface Command {
  /** Those of its words that are programs with such options. */
  readonly programs: ReadonlySet<string>
  readonly logsIn: boolean
  readonly words: readonly Word[]
}

/** The secrets among the words of commands, which an option or a program announces. */
export function secretWordsIn(
  words: readonly Word[],
): readonly (FoundSecret & { readonly word: Word })[] {
  const found: (FoundSecret & { readonly word: Word })[] = []
  const add = (what: string, word: Word, skip = 0) => {
    const value = word.text.slice(skip)
    if (value === '' || (isHarmless(value) && !/^\d{4,}$/.test(value))) return
    found.push({ what, by: 'place', start: word.start + skip, end: word.end, word })
  }
  const commands = commandsOf(words)
  for (const [index, command] of commands.entries()) {
    for (const [at, word] of command.words.entries()) findAt(command, at, word, add)
    const before = commands[index - 1]
    const first = command.words[0]
    for (const { program, word, skip } of placedPasswords(command.words)) {
      add(`a password of ${program}`, word, skip)
    }
    const reads = readsSecret(command.words)
    if (reads && first?.after === '|' && isPrinter(before)) {
      const last = before?.words.at(-1)
      if (last !== undefined) add('what is piped as a password', last)
    }
    const here = command.words.find(({ after }) => after === '<<<')
    if (reads && here !== undefined) add('what is piped as a password', here)
  }
  return found
}

/** Whether a command reads a secret from its standard input: `read -r TOKEN` as well. */
export function readsSecret(words: readonly Word[]): boolean {
  const at = words.findIndex(({ text }) => text === 'read')
  const names = at === -1 ? [] : words.slice(at + 1)
  return (
    words.some(({ text }) => readers.test(text)) ||
    names.some(({ text }) => /^[A-Za-z_]\w*$/.test(text) && namesSecret(text))
  )
}

type Add = (what: string, word: Word, skip?: number) => void

function findAt({ programs, logsIn, words }: Command, at: number, word: Word, add: Add): void {
  const { text } = word
  const value = words[at + 1]
  if (/^--?[A-Za-z][\w.-]{1,80}$/.test(text)) {
    const name = text.replace(/^--?/, '')
    if (value !== undefined && takesSecret(name) && isValue(name, value)) {
      add(`the value of ${text}`, value)
      return
    }
  }
  if (words[at - 1]?.text === 'set' && value !== undefined && namesSecret(text)) {
    add('a value that is set', value)
  }
  if (
    /^(?:pass|file-?pass):./.test(text) &&
    /^-?-pass(?:in|out)?$/.test(words[at - 1]?.text ?? '')
  ) {
    add('a password of openssl', word, text.indexOf(':') + 1)
  }
  for (const program of programs) {
    attached(
      Object.hasOwn(secretOptions, program) ? secretOptions[program] : undefined,
      word,
      value,
      (each, skip) => add(`a password of ${program}`, each, skip),
    )
    if (logsIn && logins.has(program)) {
      attached(['-p'], word, value, (each, skip) => add(`a password of ${program}`, each, skip))
    }
    attached(
      Object.hasOwn(userOptions, program) ? userOptions[program] : undefined,
      word,
      value,
      (each, skip) => {
        const user = /^[^:%,]*[:%,](?=.)/.exec(each.text.slice(skip))
        if (user !== null) add(`a password of ${program}`, each, skip + user[0].length)
      },
    )
  }
}

function takesSecret(name: string): boolean {
  return (
    namesSecret(name) ||
    /^(?:pass|pwd|auth-token|oauth2-bearer|bearer|apikey|passin|passout)$/i.test(name) ||
    /^(?:(?:src|dest)?(?:store|key)|new|old|user|proxy)pass$/i.test(name)
  )
}

/** Whether the word behind an option is its value: passwords of digits count, other numbers do not. */
function isValue(name: string, { text, after }: Word): boolean {
  if (after !== '' || /^--?[A-Za-z][\w-]*(?:=|$)/.test(text) || /^pass:/.test(text)) return false
  return !isHarmless(text) || namesPassword(name)
}

/** Calls `each` for the value of a short option, whether a word of its own or attached: `-pX`. */
function attached(
  options: readonly string[] | undefined,
  word: Word,
  value: Word | undefined,
  each: (word: Word, skip: number) => void,
): void {
  for (const option of options ?? []) {
    const long = option.startsWith('--')
    if (
      word.text === option &&
      value !== undefined &&
      value.after === '' &&
      !/^-/.test(value.text)
    ) {
      each(value, 0)
    } else if (
      long
        ? word.text.startsWith(`${option}=`)
        : word.text.length > 2 && word.text.startsWith(option)
    ) {
      each(word, option.length + (long ? 1 : 0))
    }
  }
}

/** One command a pipe, a list or a line; `curl` in `sudo -E curl -u …` is a program of it too. */
function commandsOf(words: readonly Word[]): readonly Command[] {
  const commands: { programs: Set<string>; logsIn: boolean; words: Word[] }[] = []
  for (const word of words) {
    const continues = word.after === '' || /[<>]/.test(word.after)
    if (!continues || commands.length === 0)
      commands.push({ programs: new Set(), logsIn: false, words: [] })
    const command = commands.at(-1)
    if (command === undefined) continue
    command.words.push(word)
    if (word.text === 'login') command.logsIn = true
    const program = word.text.slice(word.text.lastIndexOf('/') + 1)
    if (isProgram(program)) command.programs.add(program)
  }
  return commands
}

function isProgram(name: string): boolean {
  return Object.hasOwn(secretOptions, name) || Object.hasOwn(userOptions, name) || logins.has(name)
}

function isPrinter(command: Command | undefined): boolean {
  return (
    command?.words.some(({ text }) => /^(?:\/(?:usr\/)?bin\/)?(?:echo|printf)$/.test(text)) === true
  )
}
