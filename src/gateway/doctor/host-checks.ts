import { closeSync, openSync } from 'node:fs'
import { quotePath } from '../../diagnostic/text.ts'
import type { Check, CheckResult } from './check.ts'
import { failed, ok, skipped, warning } from './check.ts'
import { askProgram, findProgram, versionIn } from './programs.ts'

/** The release with which it was measured what a guest reaches: docs/guides/gateway.md. */
export const measuredGvproxy = '0.8.9'

/** The release with which Smolfiles were compared: docs/compatibility.md. */
export const measuredEngine = '1.32.2'

const gvproxyModule = 'github.com/containers/gvisor-tap-vsock/cmd/gvproxy'

/** What the bottles that are to run need of the host. */
export interface Needs {
  /** Whether a bottle has a gateway. */
  readonly gateway: boolean
  /** The programs that run Smolfiles, each with whether a bottle is for it. */
  readonly engines: ReadonlyMap<string, boolean>
}

export function checkHost({ gateway, engines }: Needs): readonly Check[] {
  const forGateway = (check: () => CheckResult) =>
    gateway ? check() : skipped('no bottle has a gateway')
  const forLinux = (check: () => CheckResult) =>
    process.platform === 'linux' ? check() : skipped('it is for Linux alone')
  const confinement = (check: () => CheckResult) => forGateway(() => forLinux(check))
  return [
    { name: 'gvproxy', ...forGateway(checkGvproxy) },
    { name: 'bubblewrap', ...confinement(() => checkFound('bwrap', 'bubblewrap')) },
    { name: 'namespaces', ...confinement(checkNamespaces) },
    { name: 'socat', ...confinement(() => checkFound('socat', 'socat')) },
    ...[...engines].map(([name, isNeeded]) => ({
      name,
      ...(isNeeded ? checkEngine(name) : skipped('no bottle is for it')),
    })),
    { name: 'kvm', ...forLinux(checkKvm) },
  ]
}

function checkGvproxy(): CheckResult {
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

function checkFound(program: string, packageName: string): CheckResult {
  const path = findProgram(program)
  const advice = `install the package ${packageName}`
  return path === undefined ? failed('it is in no folder of the PATH', advice) : ok(quotePath(path))
}

/** Asks bubblewrap itself: what forbids namespaces differs from one distribution to the next. */
function checkNamespaces(): CheckResult {
  const path = findProgram('bwrap')
  if (path === undefined) return skipped('there is no bubblewrap to ask')
  const tried = askProgram(path, ['--unshare-all', '--ro-bind', '/', '/', '--', 'true'])
  if (tried.ok) return ok('bubblewrap can make them')
  const advice =
    'allow user namespaces: user.max_user_namespaces, kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns of sysctl decide'
  return failed(`bubblewrap cannot make them: ${tried.line}`, advice)
}

function checkEngine(name: string): CheckResult {
  const path = findProgram(name)
  const advice = `install ${name} ${measuredEngine} or newer, and have its folder in the PATH`
  if (path === undefined) return failed('it is in no folder of the PATH', advice)
  const said = askProgram(path, ['--version'])
  const version = said.ok ? versionIn(said.line) : undefined
  if (version === undefined) {
    return failed(`${quotePath(path)} says no version: ${said.line}`, advice)
  }
  const found = `${version}, ${quotePath(path)}`
  return isOlder(version, measuredEngine) ? warning(found, advice) : ok(found)
}

function isOlder(version: string, than: string): boolean {
  const [one, other] = [version, than].map((each) => each.split(/[.-]/).map(Number))
  const at = one?.findIndex((part, index) => part !== other?.[index]) ?? -1
  return at !== -1 && (one?.[at] ?? 0) < (other?.[at] ?? 0)
}

function checkKvm(): CheckResult {
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
