import { closeSync, openSync } from 'node:fs'
import { quotePath } from '../../diagnostic/text.ts'
import type { DialectName } from '../../dialects/dialects.ts'
import type { Check, Finding } from './check.ts'
import { failed, ok, skipped, warning } from './check.ts'
import { askProgram, findProgram, versionIn } from './programs.ts'

/** The release with which it was measured what a guest reaches: docs/reference/gateway.md. */
export const measuredGvproxy = '0.8.9'

const gvproxyModule = 'github.com/containers/gvisor-tap-vsock/cmd/gvproxy'

/** What the host must have for bottles of these dialects. */
export function checkHost(dialects: ReadonlySet<DialectName>): readonly Check[] {
  const isGateway = dialects.has('claude-bottle')
  const forGateway = (check: () => Finding) =>
    isGateway ? check() : skipped('no bottle is a claude-bottle')
  const forLinux = (check: () => Finding) =>
    process.platform === 'linux' ? check() : skipped(`it is for Linux; here it was not tried`)
  return [
    { name: 'gvproxy', ...forGateway(checkGvproxy) },
    { name: 'bubblewrap', ...forGateway(() => forLinux(() => checkFound('bwrap', 'bubblewrap'))) },
    { name: 'namespaces', ...forGateway(() => forLinux(checkNamespaces)) },
    { name: 'socat', ...forGateway(() => forLinux(() => checkFound('socat', 'socat'))) },
    {
      name: 'smolvm',
      ...(dialects.has('smolvm') ? checkSmolvm() : skipped('no bottle is of smolvm')),
    },
    { name: 'kvm', ...forLinux(checkKvm) },
  ]
}

function checkGvproxy(): Finding {
  const path = findProgram('gvproxy')
  const install = `go install ${gvproxyModule}@v${measuredGvproxy} (Go 1.25 or newer), in a folder of the PATH`
  if (path === undefined) return failed('it is in no folder of the PATH', install)
  const said = askProgram(path, ['-version'])
  const version = said.ok ? versionIn(said.line) : undefined
  if (version === undefined)
    return failed(`${quotePath(path)} says no version: ${said.line}`, install)
  const found = `${version}, ${quotePath(path)}`
  if (version === measuredGvproxy) return ok(found)
  const advice = `what a guest reaches was measured with ${measuredGvproxy}: ${install}`
  return warning(found, advice)
}

function checkFound(program: string, packageName: string): Finding {
  const path = findProgram(program)
  const advice = `install the package ${packageName}`
  return path === undefined ? failed('it is in no folder of the PATH', advice) : ok(quotePath(path))
}

/** Asks bubblewrap itself: what forbids namespaces differs from one distribution to the next. */
function checkNamespaces(): Finding {
  const path = findProgram('bwrap')
  if (path === undefined) return skipped('there is no bubblewrap to ask')
  const tried = askProgram(path, ['--unshare-all', '--ro-bind', '/', '/', '--', 'true'])
  if (tried.ok) return ok('bubblewrap can make them')
  const advice =
    'allow user namespaces: user.max_user_namespaces, kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns of sysctl decide'
  return failed(`bubblewrap cannot make them: ${tried.line}`, advice)
}

function checkSmolvm(): Finding {
  const path = findProgram('smolvm')
  const advice =
    'install smolvm, and have its folder in the PATH: bottle synth says which version each bottle needs'
  if (path === undefined) return failed('it is in no folder of the PATH', advice)
  const said = askProgram(path, ['--version'])
  const version = said.ok ? versionIn(said.line) : undefined
  if (version === undefined)
    return failed(`${quotePath(path)} says no version: ${said.line}`, advice)
  return ok(`${version}, ${quotePath(path)}`)
}

function checkKvm(): Finding {
  try {
    closeSync(openSync('/dev/kvm', 'r+'))
    return ok('/dev/kvm can be opened')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no /dev/kvm' : `/dev/kvm cannot be opened (${code})`
    const advice =
      code === 'ENOENT'
        ? 'enable virtualization in the firmware, or nested virtualization of the host, and load the module kvm'
        : 'add this user to the group of /dev/kvm, which is kvm on most systems'
    return failed(why, advice)
  }
}
