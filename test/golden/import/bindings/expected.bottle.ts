import { machine, rawNet } from 'bottleworks'

export default machine('bindings')
  .image('ghcr.io/example/agent:1')
  // What the agent may talk to.
  .net(
    rawNet({
      net: true,
      backend: 'virtio-net',
      allowHosts: ['api.example.com', 'git.example.com'],
      allowPrivate: ['192.168.7.0/24'],
      allowUdp: ['203.0.113.5:51820'],
      credentials: [
        // The model's key.
        {
          name: 'model',
          // a placeholder in the guest
          environmentVariable: 'MODEL_KEY',
          allowedHosts: ['api.example.com'],
          injectionLocation: { header: true, body: false },
          methods: ['POST'],
        },
        {
          // Pushes need another one.
          name: 'git',
          environmentVariable: 'GIT_TOKEN',
          allowedHosts: [
            // and its subdomains
            'git.example.com',
          ],
          setHeader: 'authorization',
        },
      ],
    }),
  )
