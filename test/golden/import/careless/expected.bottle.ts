import { machine, mib, virtioNet } from 'bottleworks'

export default machine('careless')
  // Made in a hurry; everything here is warned of.
  .image('docker:29')
  .net(
    virtioNet({
      allowCidrs: [
        // BW063: the range "0.0.0.0/0" is every address: it allows egress to all hosts
        // hint: name the hosts or the ranges that are needed
        '0.0.0.0/0',
        // BW063: the range "::/0" is every address: it allows egress to all hosts
        // hint: name the hosts or the ranges that are needed
        '::/0',
      ],
    }),
  )
  .volumes(
    // BW062: the host's "/" is mounted writable: the guest could change everything in it
    // hint: mount the folder that is needed, or add ":ro"
    '/:/host',
    // BW062: the host's "/root" is mounted writable: the guest could change everything in it
    // hint: mount the folder that is needed, or add ":ro"
    '/root:/root',
    // BW062: the host's "/Users/ada" is mounted writable: the guest could change everything in
    // it
    // hint: mount the folder that is needed, or add ":ro"
    '/Users/ada:/ada',
  )
  // BW066: cpus is 32; smolvm advises at most 16
  .cpus(32)
  // BW065: gpu_vram has no effect: gpu is not true
  .gpuVram(mib(256))
  // the host's tools use it
  // BW061: docker_socket offers the guest's Docker daemon to the host: who reaches it is
  // root in the guest
  .dockerSocket()
  // BW065: health has no effect: there is no health.exec to run
  .health({ interval: '5s' })
  .auth({
    // BW064: auth.ssh_agent forwards the SSH agent while egress is open: the guest can log in
    // to any host as you
    // hint: name the hosts in allow_hosts
    sshAgent: true,
  })
