import { machine, rawNet } from 'bottleworks'

export default machine('long-lists')
  .image(
    'docker.io/library/a-rather-long-image-name-of-a-team:2026.11.23-bookworm-slim-with-everything',
  )
  .entrypoint('/usr/local/bin/entry', '--verbose', '--config=/etc/entry.toml', '--level=7', '--')
  .cmd(
    'first',
    'second',
    'third',
    'fourth',
    'fifth',
    'sixth',
    'seventh',
    'eighth',
    'ninth',
    'tenth',
  )
  .net(
    rawNet({
      net: true,
      backend: 'virtio-net',
      // BW082: allow_hosts opens what its names answer, be it a private address or the host's
      // own loopback
      // hint: set block_private = true, and open the private ranges that are needed in
      // allow_private
      allowHosts: [
        'a.example',
        'b.example',
        'c.example',
        'd.example',
        'e.example',
        'f.example',
        'g.example',
        'h.example',
      ],
    }),
  )
