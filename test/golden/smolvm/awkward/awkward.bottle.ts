import { machine } from 'bottleworks'

// Texts that are easy to write wrong in TOML.
export default machine('awkward')
  .entrypoint('sh', '-c')
  .cmd('set -eu\nprintf "%s\\n" "$GREETING"\texit')
  .env({ GREETING: 'grüß "Gott" 🦀', EMPTY: '', EQUALS: 'a=b=c', BELL: '\u0007\u007f', lower: 1 })
  .init(
    'printf "a line that is so long that the list no longer fits in eighty columns"',
    "echo 'x' # no comment",
  )
  .workdir('/with space/and#hash')
