import { gib, machine } from 'bottleworks'

// A language model on the host's graphics device, with the weights mounted and nothing reachable.
export default machine('offline-llm')
  .image('/srv/images/llama')
  .entrypoint('llama-server', '--model', '/models/small.gguf', '--ctx-size', '8192')
  .env({ VK_LOADER_DEBUG: 'error' })
  .cpus(12)
  .memory(gib(24))
  .gpu()
  .gpuVram(gib(8))
  .volumes({ host: '/srv/models', guest: '/models', mode: 'ro' })
  .pack({
    cpus: 8,
    memory: gib(16),
    entrypoint: ['llama-server'],
    cmd: ['--help'],
    ociPlatform: 'linux/amd64',
  })
