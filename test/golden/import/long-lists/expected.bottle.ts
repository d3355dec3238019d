import { machine, virtioNet } from 'bottleworks'

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
    virtioNet({
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
