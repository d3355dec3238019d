import { machine } from 'bottleworks'

export default machine('mounts')
  .image('./rootfs')
  .volumes(
    // the sources
    './src:/app',
    './config:/etc/app:ro',
    '/srv/cache:/cache:rw',
    './out put:/out:staged',
    '/home/ada/work:/work',
    '/home/ada:/home/ada',
  )
  // Reconsider: the host's "/home/ada" is mounted: it is a home folder, with the keys and the
  // settings of who owns it, and the guest can read and change it.
  // Better: mount the one folder that the workload needs.
  .acknowledge('BW062', 'imported as it was')
