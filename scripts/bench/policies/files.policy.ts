import { policy } from 'bottleworks/policy'

export default policy(
  'acme/no-writable-files',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const files of bottle.reach.files)
      if (files.access === 'write' && files.path.startsWith('/srv')) report(files, files.path)
  },
)
