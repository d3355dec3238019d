import { gib, hostEnv, hostFile, hostKeychain, machine, virtioNet } from 'bottleworks'

// An agent with secrets: none of them in this file, and the tracker's never in the guest.
export default machine('triage')
  .image('ghcr.io/example/triage-agent:latest')
  .env({ TERM: 'xterm-256color', AGENT_MODE: 'plan', DEBUG: 1 })
  .unset('DEBUG')
  .secret('TRACKER_TOKEN', hostEnv('TRACKER_TOKEN'))
  .secret('SIGNING_KEY', hostFile('/run/secrets/signing.pem'))
  .secret('DEPLOY_TOKEN', hostKeychain('deploy/triage'))
  .memory(gib(4))
  .net(
    virtioNet({
      allowHosts: ['tracker.example', 'git.example'],
      credentials: [
        {
          name: 'tracker',
          environmentVariable: 'TRACKER_TOKEN',
          allowedHosts: ['api.tracker.example'],
          methods: ['GET', 'POST'],
          injectionLocation: { header: true, body: true },
        },
        {
          name: 'git',
          environmentVariable: 'GIT_TOKEN',
          allowedHosts: ['git.example'],
          setHeader: 'authorization',
        },
      ],
    }),
  )
  .auth({ sshAgent: true })
  .restart({ policy: 'on-failure', maxRetries: 3 })
  .dev({ volumes: ['.:/work'] })
