import { gib, machine, virtioNet } from 'bottleworks'

// A Python service: notebooks in development, a plain worker when it is packed.
export default machine('notebook')
  .image('python:3.13-slim')
  .entrypoint('python')
  .cmd('-m', 'worker')
  .env({ PYTHONDONTWRITEBYTECODE: 1 })
  .cpus(2)
  .memory(gib(2))
  .net(virtioNet({ allowHosts: ['pypi.org', 'files.pythonhosted.org'] }))
  .dev({
    volumes: ['./src:/app', { host: './data', guest: '/data', mode: 'ro' }],
    env: { JUPYTER_TOKEN_FILE: '/run/jupyter', DEBUG: true },
    init: ['pip install --quiet jupyterlab'],
    workdir: '/app',
    user: '1000:1000',
    ports: [8888],
  })
  .artifact({
    cpus: 1,
    memory: 768,
    entrypoint: ['python3'],
    cmd: ['-m', 'worker', '--quiet'],
    ociPlatform: 'linux/arm64',
  })
