import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A comment as the service has it. */
export interface GivenComment {
  readonly id: number
  readonly user: { readonly login: string }
  readonly body: string
}

/** What the service has of a pull request, which the program `gh` changes. */
export interface GivenState {
  readonly comments: readonly GivenComment[]
  /** Requests that write, each in words. */
  readonly requests: readonly string[]
  /** The log that code scanning was given. */
  readonly sarif?: string
  readonly refusesSarif?: boolean
}

/** The service behind the program `gh`, of which the folder is to be on the PATH. */
export class FakeGh {
  readonly path: string
  readonly #file: string

  constructor(folder: string, state: Partial<GivenState> = {}) {
    this.path = join(folder, 'bin')
    this.#file = join(folder, 'gh.json')
    mkdirSync(this.path, { recursive: true })
    writeFileSync(this.#file, JSON.stringify({ comments: [], requests: [], ...state }))
    writeFileSync(join(this.path, 'gh'), programFor(this.#file))
    chmodSync(join(this.path, 'gh'), 0o755)
  }

  get state(): GivenState {
    return JSON.parse(readFileSync(this.#file, 'utf8')) as GivenState
  }
}

const filter =
  '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK))) | .id'

/** As much of `gh api` as is asked: the one filter, and the limits of the service. */
function programFor(file: string): string {
  return `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('node:fs')
const { gunzipSync } = require('node:zlib')
const file = ${JSON.stringify(file)}
const state = JSON.parse(readFileSync(file, 'utf8'))
const fail = (why) => { console.error('gh: ' + why); process.exit(1) }
const argv = process.argv.slice(2)
if (process.env.GH_TOKEN !== 'the-token') fail('no token')
if (argv.shift() !== 'api') fail('only api is known')
let path, jq, method
const fields = {}
while (argv.length > 0) {
  const word = argv.shift()
  if (word === '--jq') jq = argv.shift()
  else if (word === '--method') method = argv.shift()
  else if (word === '--silent' || word === '--paginate') continue
  else if (word === '-f' || word === '-F') {
    const [, name, value] = /^(\\w+)=([^]*)$/.exec(argv.shift())
    fields[name] = word === '-F' && value.startsWith('@') ? readFileSync(value.slice(1), 'utf8') : value
  } else if (path === undefined && !word.startsWith('-')) path = word
  else fail('what is ' + word)
}
method ??= Object.keys(fields).length > 0 ? 'POST' : 'GET'
const own = (comment) => comment.user.login === 'github-actions[bot]' && comment.body.startsWith(process.env.MARK)
const body = () => {
  if (fields.body === undefined || fields.body === '') fail('no body')
  if ([...fields.body].length > 65536) fail('body is too long (maximum is 65536 characters)')
  return fields.body
}
const one = 'repos/team/boxes/issues/comments/'
if (method === 'GET' && path === 'repos/team/boxes/issues/7/comments?per_page=100') {
  if (jq !== ${JSON.stringify(filter)}) fail('the filter is another')
  for (const comment of state.comments) if (own(comment)) console.log(comment.id)
} else if (method === 'POST' && path === 'repos/team/boxes/issues/7/comments') {
  state.comments.push({ id: 100 + state.comments.length, user: { login: 'github-actions[bot]' }, body: body() })
  state.requests.push('comment')
} else if (method === 'PATCH' && path.startsWith(one)) {
  const comment = state.comments.find(({ id }) => String(id) === path.slice(one.length))
  if (comment === undefined) fail('no such comment')
  comment.body = body()
  state.requests.push('edit ' + comment.id)
} else if (method === 'POST' && path === 'repos/team/boxes/code-scanning/sarifs') {
  if (state.refusesSarif) fail('Advanced Security must be enabled for this repository')
  if (!/^[0-9a-f]{40}$/.test(fields.commit_sha) || fields.ref !== 'refs/pull/7/head') fail('no such ref')
  state.sarif = gunzipSync(Buffer.from(fields.sarif, 'base64')).toString()
  state.requests.push('sarif ' + fields.commit_sha)
} else fail('nothing is at ' + method + ' ' + path)
writeFileSync(file, JSON.stringify(state))
`
}
