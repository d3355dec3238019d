import { machine } from 'bottleworks'

export default machine('mounts').image('./rootfs').volumes(
  // the sources
  './src:/app',
  './config:/etc/app:ro',
  '/srv/cache:/cache:rw',
  './out put:/out:staged',
  '/home/ada/work:/work',
  // BW062: the host's "/home/ada" is mounted writable: the guest could change everything in
  // it
  // hint: mount the folder that is needed, or add ":ro"
  '/home/ada:/home/ada',
)
