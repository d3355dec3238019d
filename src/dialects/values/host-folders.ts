import { posix } from 'node:path'

/** The folders that smolvm 1.32.2 refuses to mount, as measured: these two alone … */
const protectedAlone = ['/', '/var']
/** … and these with all that is below. Two in `/var` and the libraries are links to others of them. */
export const protectedFolders =
  `/bin /boot /dev /etc /lib /lib32 /lib64 /libx32 /proc /run /sbin /sys /usr /var/lock /var/log /var/run`.split(
    /\s+/,
  )

/** Whether smolvm refuses to mount the folder of the host, whatever the mode. */
export function isProtectedFolder(folder: string): boolean {
  const path = normalized(folder)
  return protectedAlone.includes(path) || protectedFolders.some((each) => isWithin(path, each))
}

/** Folders of a home, or of the host, of which each file or socket there is worth a login. */
export const credentialFolders =
  `.ssh .gnupg .aws .azure .boto .config/gcloud .oci .config/doctl .config/hcloud .config/linode-cli
   .config/scw .config/fly .fly .config/vercel .config/netlify .config/heroku .config/rclone .s3cfg
   .docker .config/containers .config/helm .kube .minikube .talos .terraform.d .config/pulumi .pulumi
   .vault-token .config/op .config/1Password .password-store .local/share/keyrings .local/share/kwalletd
   .config/keepassxc .config/sops .config/age Library/Keychains .config/Bitwarden .config/gh .config/hub
   .config/glab-cli .git-credentials .config/git .netrc .npmrc .config/npm .yarnrc.yml .pypirc .config/pip
   .cargo .gem .m2 .gradle .nuget .config/composer .composer .claude .claude.json .codex .gemini
   .config/anthropic .config/openai .config/github-copilot .config/goose .cursor .aider
   .mozilla .thunderbird .config/google-chrome .config/chromium .config/BraveSoftware
   Library/Application\u00a0Support .bitcoin .ethereum .electrum .pgpass .my.cnf .config/psql
   .local/share/containers .ansible .config/systemd .config/autostart Library/LaunchAgents`
    .split(/\s+/)
    .map((each) => each.replace('\u00a0', ' '))

/** Folders in which a daemon of the host listens or keeps what it runs. */
export const controlFolders =
  `/var/lib/docker /var/lib/containerd /var/lib/containers /var/lib/kubelet /var/lib/rancher
   /var/lib/libvirt /var/lib/lxd /var/lib/incus /var/snap/lxd /var/lib/systemd /private/var/run
   /private/etc /tmp/.X11-unix /tmp/.ICE-unix /private/tmp/.X11-unix`.split(/\s+/)

/** Folders that programs name by chance, with the sockets of an agent or of a terminal's sessions. */
const socketFolder = /^(?:\/private)?\/tmp\/(?:ssh-|tmux-|com\.apple\.launchd\.)[^/]*(?:\/|$)/

/** Folders of a home in which a daemon listens. */
export const controlFoldersOfHome =
  `.docker/run .colima .lima .rd .orbstack .local/share/docker .podman
   .gnupg .config/Code/User/globalStorage`.split(/\s+/)

const homes = /^(?:\/root|\/(?:var\/)?home(?:\/[^/]+)?|\/Users(?:\/[^/]+)?|\/var\/root)$/
const inHome = /^(?:\/root|\/(?:var\/)?home\/[^/]+|\/Users\/[^/]+|\/var\/root)\/(.+)$/

/** Folders that hold credentials wherever they are; a project may have a `.cargo` of its own. */
const credentialAnywhere =
  /(?:^|\/)\.(?:ssh|gnupg|aws|azure|kube|docker|password-store|config\/(?:gcloud|gh|op))(?:\/|$)/

const daemons = 'where daemons of the host listen, or keep what they run'
const credentials = 'where credentials or settings of the host are kept'

/**
 * Returns what of the host is given away with `folder`, or undefined when nothing is known of it. It
 * is decided by the name alone: what is on the host's disk is not looked at.
 */
export function sensitivity(folder: string): string | undefined {
  const path = normalized(folder)
  if (homes.test(path)) return 'a home folder, with the keys and the settings of who owns it'
  if (/^\.\.(?:\/\.\.)*$/.test(path)) return 'a parent of the folder that smolvm is started in'
  const name = posix.basename(path)
  // A parent of such a folder gives it away too.
  const holds = (folders: readonly string[], part: string) =>
    folders.some((each) => isWithin(part, each) || isWithin(each, part))
  if (/\.sock$/.test(name) || socketFolder.test(path) || holds(controlFolders, path)) return daemons
  const part = inHome.exec(path)?.[1]
  if (part === undefined) return credentialAnywhere.test(path) ? credentials : undefined
  if (controlFoldersOfHome.some((each) => isWithin(part, each))) return daemons
  return holds(credentialFolders, part) ? credentials : undefined
}

/** Whether `path` is `folder` or below. Both are normalized. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** The path without `.`, `..`, and slashes that say nothing. */
export function normalized(folder: string): string {
  // A path that begins with two slashes is for POSIX one of its own; for Linux it is not.
  const path = posix.normalize(`${folder}/`).replace(/^\/+/, '/')
  return path.length > 1 ? path.slice(0, -1) : path
}
