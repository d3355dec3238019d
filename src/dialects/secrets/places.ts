import type { Word } from './words.ts'

/** Where a program takes a password that no option announces. */
interface Place {
  /** The command of the program, or the word, behind which is counted. Default: the program. */
  readonly after?: RegExp
  /** An option that must be there. */
  readonly flag?: RegExp
  /** Which of the words that are no options it is; the last one for -1. */
  readonly at: number
  /** What stands before the password in that word. */
  readonly before?: RegExp
}

const oracle: readonly Place[] = [{ at: 0, before: /^[^/@]{1,128}\/(?=[^@])/ }]

/** By program, by their manuals. */
const places: Readonly<Record<string, readonly Place[]>> = {
  htpasswd: [{ flag: /^-[A-Za-z0-9]*b/, at: -1 }],
  mosquitto_passwd: [{ flag: /^-[A-Za-z0-9]*b/, at: -1 }],
  rabbitmqctl: [{ after: /^(?:add_user|change_password|authenticate_user)$/, at: 1 }],
  wpa_passphrase: [{ at: 1 }],
  mkpasswd: [{ at: 0 }],
  openssl: [{ after: /^passwd$/, at: -1 }],
  rclone: [{ after: /^obscure$/, at: 0 }],
  vault: [{ after: /^(?:login|unseal)$/, at: 0 }],
  bao: [{ after: /^(?:login|unseal)$/, at: 0 }],
  ngrok: [{ after: /^(?:add-)?authtoken$/, at: 0 }],
  cargo: [{ after: /^login$/, at: 0 }],
  mc: [{ after: /^(?:set|add)$/, at: 3 }],
  nmcli: [{ after: /^(?:wifi-sec\.psk|password)$/, at: 0 }],
  poetry: [
    { after: /^http-basic\./, at: 1 },
    { after: /^pypi-token\./, at: 0 },
  ],
  composer: [
    { after: /^http-basic\./, at: 1 },
    { after: /^(?:github-oauth|gitlab-oauth|gitlab-token|bearer)\./, at: 0 },
  ],
  'samba-tool': [{ after: /^(?:create|add)$/, at: 1 }],
  smbpasswd: [{ flag: /^-[a-z]*a/, at: 1 }],
  prosodyctl: [{ after: /^register$/, at: 2 }],
  ejabberdctl: [{ after: /^(?:register|change_password)$/, at: 2 }],
  sqlplus: oracle,
  sqlldr: oracle,
  expdp: oracle,
  impdp: oracle,
}

/** A quick look before a slow one. */
export const placedPrograms = new RegExp(`(?:^|[\\s/;&|(])(?:${Object.keys(places).join('|')})\\s`)

/** What may stand before the program of a command. */
const prefix = /^(?:sudo|doas|exec|env|command|time|nice|nohup|-.*|\w+=.*)$/

/** The passwords among the words of one command by their places, and what is skipped of each. */
export function placedPasswords(words: readonly Word[]) {
  const first = words.findIndex(({ text }) => !prefix.test(text))
  const path = words[first]?.text ?? ''
  const program = path.slice(path.lastIndexOf('/') + 1)
  if (!Object.hasOwn(places, program)) return []
  const rest = words.slice(first + 1)
  return (places[program] ?? []).flatMap(({ after, flag, at, before }) => {
    if (flag !== undefined && !rest.some(({ text }) => flag.test(text))) return []
    const from = after === undefined ? 0 : rest.findIndex(({ text }) => after.test(text)) + 1
    if (after !== undefined && from === 0) return []
    const plain = rest.slice(from).filter((word) => word.after === '' && !/^-./.test(word.text))
    const word = plain.at(at)
    if (word === undefined || /^\w+=/.test(word.text)) return []
    if (before === undefined) return [{ program, word, skip: 0 }]
    const skipped = before.exec(word.text)
    return skipped === null ? [] : [{ program, word, skip: skipped[0].length }]
  })
}
