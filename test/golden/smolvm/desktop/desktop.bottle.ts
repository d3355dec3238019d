import { gib, machine, virtioNet } from 'bottleworks'

// A desktop that is watched over VNC, with a range of ports for its screens.
export default machine('desktop')
  .image('debian:bookworm')
  .init(
    'apt-get update --quiet',
    'apt-get install --yes --no-install-recommends xfce4 tigervnc-standalone-server',
    'useradd --create-home viewer',
  )
  .user('viewer')
  .workdir('/home/viewer')
  .cpus(4)
  .memory(gib(4))
  .storage(30)
  .overlay(12)
  .gpu()
  .net(virtioNet({ allowHosts: ['deb.debian.org'] }))
  .ports({ host: [5901, 5904], guest: [5901, 5904] })
  .diskDurability('deferred')
