import { gib, hostEnv, machine, virtioNet } from 'bottleworks'
import { withoutTelemetry } from './presets/telemetry.ts'

// A coding agent on smolvm. The key of its model never enters the guest: the host puts it into the
// requests to that one API, and the guest holds a placeholder.
export default machine('coder')
  .image('node:22-bookworm-slim')
  .use(withoutTelemetry)
  .env({ TERM: 'xterm-256color' })
  .secret('ANTHROPIC_API_KEY', hostEnv('ANTHROPIC_API_KEY'))
  .net(
    virtioNet({
      allowHosts: ['api.anthropic.com', 'registry.npmjs.org', 'github.com'],
      credentials: [
        {
          name: 'model',
          environmentVariable: 'ANTHROPIC_API_KEY',
          allowedHosts: ['api.anthropic.com'],
          methods: ['POST'],
        },
      ],
    }),
  )
  .cpus(4)
  .memory(gib(6))
  .storage(20)
  .workdir('/work')
  .dev({
    volumes: ['.:/work'],
    init: ['npm install --global @anthropic-ai/claude-code'],
  })
  .stopSignal('SIGINT')
