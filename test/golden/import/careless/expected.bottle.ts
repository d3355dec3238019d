import { machine, mib, rawNet } from 'bottleworks'

export default machine('careless')
  // Made in a hurry; everything here is warned of.
  .image('docker:29')
  .net(
    rawNet({
      net: true,
      backend: 'virtio-net',
      allowCidrs: [
        // BW063: the range "0.0.0.0/0" is every IPv4 address: it allows egress to all of them
        // hint: name the hosts that are needed in allow_hosts instead, with block_private = true
        '0.0.0.0/0',
        // BW063: the range "::/0" is every IPv6 address: it allows egress to all of them
        // hint: name the hosts that are needed in allow_hosts instead, with block_private = true
        '::/0',
      ],
    }),
  )
  .volumes(
    // BW062: the host's "/home" is mounted: it is a home folder, with the keys and the
    // settings of who owns it, and the guest can read and change it
    // hint: mount the one folder that the workload needs
    '/home:/host',
    // BW062: the host's "/root" is mounted: it is a home folder, with the keys and the
    // settings of who owns it, and the guest can read and change it
    // hint: mount the one folder that the workload needs
    '/root:/root',
    // BW062: the host's "/Users/ada" is mounted: it is a home folder, with the keys and the
    // settings of who owns it, and the guest can read and change it
    // hint: mount the one folder that the workload needs
    '/Users/ada:/ada',
  )
  // BW066: cpus is 32; smolvm advises at most 16
  .cpus(32)
  // BW065: gpu_vram has no effect: gpu is not true
  .gpuVram(mib(256))
  // the host's tools use it
  // BW061: docker_socket offers the guest's Docker daemon to the host: who reaches it is
  // root in the guest
  // hint: leave it out: what runs in the guest needs it not to use the daemon there
  .dockerSocket()
  // BW065: health has no effect: there is no health.exec to run
  .health({ interval: '5s' })
  .auth({
    // BW064: auth.ssh_agent forwards the SSH agent while egress is open: the guest can log in
    // to any host as you
    // hint: name the hosts in allow_hosts, with block_private = true
    sshAgent: true,
  })
