import { machine, mib, rawNet } from 'bottleworks'

export default machine('careless')
  // Made in a hurry; everything here is warned of.
  .image('docker:29')
  .net(rawNet({ net: true, backend: 'virtio-net', allowCidrs: ['0.0.0.0/0', '::/0'] }))
  .volumes('/home:/host', '/root:/root', '/Users/ada:/ada')
  .cpus(32)
  .gpuVram(mib(256))
  // the host's tools use it
  .dockerSocket()
  .health({ interval: '5s' })
  .auth({ sshAgent: true })
  // Reconsider: cpus is 32; smolvm advises at most 16.
  .acknowledge('BW066', 'imported as it was')
  // Reconsider: the host's "/home" is mounted: it is a home folder, with the keys and the settings
  // of who owns it, and the guest can read and change it.
  // Better: mount the one folder that the workload needs.
  // Reconsider: the host's "/root" is mounted: it is a home folder, with the keys and the settings
  // of who owns it, and the guest can read and change it.
  // Better: mount the one folder that the workload needs.
  // Reconsider: the host's "/Users/ada" is mounted: it is a home folder, with the keys and the
  // settings of who owns it, and the guest can read and change it.
  // Better: mount the one folder that the workload needs.
  .acknowledge('BW062', 'imported as it was')
  // Reconsider: the range "0.0.0.0/0" is every IPv4 address: it allows egress to all of them.
  // Better: name the hosts or the ranges that are needed.
  // Reconsider: the range "::/0" is every IPv6 address: it allows egress to all of them.
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
