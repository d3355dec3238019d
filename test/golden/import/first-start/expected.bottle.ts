import { machine, rawNet } from 'bottleworks'

export default machine('first-start')
  .net(
    rawNet({
      net: true,
      backend: 'virtio-net',
      // BW082: allow_hosts opens what its names answer, be it a private address or the host's
      // own loopback
      // hint: set block_private = true, and open the private ranges that are needed in
      // allow_private
      allowHosts: ['git.example', 'dl-cdn.alpinelinux.org'],
    }),
  )
  .init(
    // Tools first.
    'apk add --no-cache git curl',
    // everything below needs it
    `set -eu
if [ ! -d /srv/repo ]; then
\tgit clone "https://git.example/\${REPO:-main}.git" /srv/repo
fi
echo \`date\` > "/srv/stamp-$(hostname)"
printf 'a\\tb\\\\n'
`,
    `cat > /etc/motd <<END
Welcome to \${HOSTNAME},
it's "quoted" and ends in a backslash \\
END`,
    'echo one line',
  )
