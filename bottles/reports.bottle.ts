import { gib, hostFile, machine, virtioNet } from 'bottleworks'

// A Python service behind one port, which may reach its database and nothing else.
export default machine('reports')
  .image('python:3.12-alpine')
  .entrypoint('python', '-m', 'reports')
  .env({ PYTHONUNBUFFERED: 1, PGHOST: 'db.internal.example', PGUSER: 'reports' })
  .secret('PGPASSWORD', hostFile('/run/secrets/reports-db'))
  .net(virtioNet({ allowHosts: ['db.internal.example'], allowPrivate: ['10.20.30.0/24'] }))
  .ports({ host: 8090, guest: 8080 })
  .user('10001:10001')
  .cpus(2)
  .memory(gib(1))
  .health({
    exec: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/ready'],
    interval: '15s',
    timeout: '3s',
    retries: 3,
    startupGrace: '1m',
  })
  .restart({ policy: 'on-failure', maxRetries: 5, maxBackoff: '2m' })
  .artifact({ cpus: 1, memory: 512, ociPlatform: 'linux/amd64' })
