// The header of the file, on one line.

import { gib, hostEnv, machine, rawNet } from 'bottleworks'

export default machine('remarks')
  // Above the first key.
  // behind the first key
  .image('alpine:3.22')
  // behind the bracket
  //
  // below the last element
  // behind the closing bracket
  .cmd(
    // above the first element
    // behind the first element
    'httpd',
    '-f',
    // between blank lines
    '-p',
    // behind the last element
    '8080',
  )
  .env({
    // the first, although it comes later
    A: 1,
    // the second
    B: 2,
  })
  // Below the last key of a table.
  //
  // ---------------------------------------------
  // Secrets
  // ---------------------------------------------
  // Not of the host's user.
  // rotated
  .secret('DEPLOY', hostEnv('DEPLOY'))
  // Above the backend.
  // A block on its own.
  //
  // Above a table's header.
  // behind a table's header
  .net(
    rawNet({
      net: true,
      backend: 'virtio-net',
      // Below a table's header.
      // behind a table's key
      // BW082: allow_hosts opens what its names answer, be it a private address or the host's
      // own loopback
      // hint: set block_private = true, and open the private ranges that are needed in
      // allow_private
      allowHosts: ['example.org'],
      credentials: [
        // Above the first entry.
        // behind the first entry
        {
          // its name
          name: 'one',
          environmentVariable: 'ONE',
          allowedHosts: ['example.org'],
          // where it goes
          injectionLocation: { header: true },
        },
        // Above the second entry.
        {
          name: 'two',
          environmentVariable: 'TWO',
          allowedHosts: ['www.example.org'],
          // Above a key of an entry.
          setHeader: 'x-two',
        },
      ],
    }),
  )
  // Above the processors, with a blank line
  //
  // and an indented example:
  //   cpus = 2
  // close behind
  .cpus(4)
  // no space before the text
  //  a tab before the text
  .memory(gib(1))
  // asked each minute
  .health({ exec: ['true'], interval: '1m' })

// The end of the file.
// It has two lines.
