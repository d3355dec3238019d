import { machine, rawNet } from 'bottleworks'

export default machine('policy-alone')
  .image('alpine:3.22')
  // A policy turns the network on.
  .net(
    rawNet({
      allowHostPatterns: ['*.example.org', 'api.example.com'],
      allowCidrs: ['192.0.2.0/24'],
      blockPrivate: true,
    }),
  )
