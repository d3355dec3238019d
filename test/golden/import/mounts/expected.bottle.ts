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
  // Reconsider: the host's "/home/ada" is mounted writable: the guest could change everything in it.
  // Better: mount the folder that is needed, or add ":ro".
  .acknowledge('BW062', 'imported as it was')
