import { machine, mib, rawNet } from 'bottleworks'

export default machine('profiles')
  .image('python:3.13-slim')
  // BW081: no list names what may be reached: every host is open, and the host's own
  // loopback at 100.96.0.1
  // hint: set block_private = true, which virtioNet() does, and name what is needed
  .net(rawNet({ net: true, backend: 'virtio-net' }))
  // Only on a developer's machine.
  .dev({
    volumes: ['./src:/app:ro', './data:/data'],
    env: {
      LOG_LEVEL: 'debug',
      // Reload on change.
      RELOAD: true,
    },
    init: [
      'pip install -r requirements.txt',
      `python -m compileall /app
python -m app.migrate
`,
    ],
    ports: [
      { host: 8000, guest: 8000 },
      // the debugger
      5678,
    ],
  })
  // What is shipped.
  .artifact({
    cpus: 1,
    memory: mib(512),
    entrypoint: ['/usr/bin/tini', '--'],
    cmd: ['python', '-m', 'app'],
    ociPlatform: 'linux/amd64',
  })
