import { dirname } from 'node:path'
import type { GatewayRun } from './gateway-run.ts'
import { servicePorts } from './gateway-run.ts'

/**
 * The text for sh that runs gvproxy with a network of its own, in which there is nothing but the
 * bridges to the proxies. Nothing in it is quoted: what would have to be is refused before.
 */
export function bwrapCommand(run: GatewayRun): string {
  const folder = dirname(run.socket)
  const isBridged = [...run.proxies.values()].some((proxy) => !('unix' in proxy))
  const lines = isBridged ? bridged(run) : alone(run)
  return `${[`mkdir -p -m 700 ${folder} || exit`, ...lines].join('\n')}\n`
}

/** What a program in bubblewrap gets: the disk to read, one folder to write, no capability. */
function box(unshare: string, writable: string): readonly string[] {
  return [
    `bwrap ${unshare} --die-with-parent --new-session --cap-drop ALL \\`,
    `  --ro-bind / / --dev /dev --proc /proc --bind ${writable} ${writable} --chdir / \\`,
  ]
}

/** gvproxy behind its bridges; `$1` is where those that leave the namespace have their sockets. */
function confined(run: GatewayRun, rest = "'"): readonly string[] {
  const { socket, address, configuration, proxies } = run
  const bridges = [...proxies].map(([name, proxy]) => {
    const path = 'unix' in proxy ? proxy.unix : `$1/${name}.sock`
    const listen = `TCP-LISTEN:${servicePorts.get(name)},bind=${address},reuseaddr,fork`
    return `    socat ${listen} UNIX-CONNECT:${path} &`
  })
  return [
    ...box('--unshare-all', dirname(socket)),
    "  -- sh -c '",
    `    rm -f ${socket}`,
    ...bridges,
    `    exec gvproxy -config ${configuration}${rest}`,
  ]
}

/** In the place of the shell, so that what ends one ends the other. */
function alone(run: GatewayRun): readonly string[] {
  const [first, ...rest] = confined(run)
  return [`exec ${first}`, ...rest]
}

/**
 * The same for proxies that listen at an address, where no namespace of gvproxy's gets: a bridge
 * for each, outside, listens on a unix socket. All of it ends with this shell, however that ends.
 */
function bridged(run: GatewayRun): readonly string[] {
  const outside = [...run.proxies].flatMap(([name, proxy]) => {
    if ('unix' in proxy) return []
    const listen = `UNIX-LISTEN:"$bridges"/${name}.sock,mode=600,fork`
    return [
      ...box('--unshare-pid', '"$bridges"'),
      `  -- socat ${listen} TCP:${proxy.host}:${proxy.port} &`,
      'pids="$pids $!"',
    ]
  })
  return [
    'bridges=$(mktemp -d /tmp/bottle-gateway.XXXXXX) || exit',
    'pids=',
    `trap 'kill $pids 2>/dev/null; rm -rf "$bridges"' EXIT`,
    "trap 'exit 143' HUP INT TERM",
    ...outside,
    ...confined(run, `' sh "$bridges" &`),
    'pids="$pids $!"',
    'wait $!',
  ]
}
