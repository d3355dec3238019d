import { machine } from 'bottleworks'

export default machine('mounts').image('./rootfs').volumes(
  // the sources
  './src:/app',
  './config:/etc/app:ro',
  '/srv/cache:/cache:rw',
  './out put:/out:staged',
  '/home/ada/work:/work',
  // BW062: the host's "/home/ada" is mounted: it is a home folder, with the keys and the
  // settings of who owns it, and the guest can read and change it
  // hint: mount the one folder that the workload needs
  '/home/ada:/home/ada',
)
