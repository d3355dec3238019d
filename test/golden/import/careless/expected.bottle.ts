import { machine, mib, virtioNet } from 'bottleworks'

export default machine('careless')
  // Made in a hurry; everything here is warned of.
  .image('docker:29')
  .net(virtioNet({ allowCidrs: ['0.0.0.0/0', '::/0'] }))
  .volumes('/:/host', '/root:/root', '/Users/ada:/ada')
  .cpus(32)
  .gpuVram(mib(256))
  // the host's tools use it
  .dockerSocket()
  .health({ interval: '5s' })
  .auth({ sshAgent: true })
  // Reconsider: cpus is 32; smolvm advises at most 16.
  .acknowledge('BW066', 'imported as it was')
  // Reconsider: the host's "/" is mounted writable: the guest could change everything in it.
  // Better: mount the folder that is needed, or add ":ro".
  // Reconsider: the host's "/root" is mounted writable: the guest could change everything in it.
  // Better: mount the folder that is needed, or add ":ro".
  // Reconsider: the host's "/Users/ada" is mounted writable: the guest could change everything in
  // it.
  // Better: mount the folder that is needed, or add ":ro".
  .acknowledge('BW062', 'imported as it was')
  // Reconsider: the range "0.0.0.0/0" is every address: it allows egress to all hosts.
  // Better: name the hosts or the ranges that are needed.
  // Reconsider: the range "::/0" is every address: it allows egress to all hosts.
  // Better: name the hosts or the ranges that are needed.
  .acknowledge('BW063', 'imported as it was')
  // Reconsider: docker_socket offers the guest's Docker daemon to the host: who reaches it is root
  // in the guest.
  .acknowledge('BW061', 'imported as it was')
  // Reconsider: auth.ssh_agent forwards the SSH agent while egress is open: the guest can log in to
  // any host as you.
  // Better: name the hosts in allow_hosts.
  .acknowledge('BW064', 'imported as it was')
  // Reconsider: gpu_vram has no effect: gpu is not true.
  // Reconsider: health has no effect: there is no health.exec to run.
  .acknowledge('BW065', 'imported as it was')
