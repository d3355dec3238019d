/** What must not compile does not: each line below an expectation is refused by `tsc`. */
import { type BottleBuilder, bottle, gateway, gvproxy, viaGateway } from 'bottleworks'

bottle('x').env({ A: 'x', B: 1, C: true }).command('claude', '--print').net(gvproxy('/s'))
bottle('x').use(viaGateway({ ca: '/ca.pem', noProxy: ['localhost'] }))
const preset = (builder: BottleBuilder): BottleBuilder => builder.env({ A: 1 })
bottle('x')
  .use(preset)
  .use((builder) => builder.unset('A'))
bottle('x').acknowledge('BW032', 'why').acknowledge('team/rule', 'why')

// @ts-expect-error A bottle has a slug.
bottle()
// @ts-expect-error A slug is a string.
bottle(1)
// @ts-expect-error A command needs a program.
bottle('x').command()
// @ts-expect-error Arguments are strings.
bottle('x').command('sleep', 1)
// @ts-expect-error A variable has a value.
bottle('x').env({ A: undefined })
// @ts-expect-error A value is no object.
bottle('x').env({ A: {} })
// @ts-expect-error Nothing of the host's environment can come in.
bottle('x').env({ A: ({} as Record<string, string | undefined>).HOME })
// @ts-expect-error A device is not a path.
bottle('x').net('/run/x.sock')
// @ts-expect-error There is no device but virtio-net.
bottle('x').net({ type: 'tsi' })
// @ts-expect-error A preset gives a builder back.
bottle('x').use(() => {})
// @ts-expect-error A preset that takes something else does not fit.
bottle('x').use((builder: string) => builder)
// @ts-expect-error The gateway has no such service.
gateway.url('ssh')
// @ts-expect-error The gateway's ports are what they are.
gateway.ports.pipelock = 1
// @ts-expect-error The option is called ca.
viaGateway({ cert: '/ca.pem' })
// @ts-expect-error An acknowledgement has a reason.
bottle('x').acknowledge('BW032')
// @ts-expect-error An error cannot be acknowledged.
bottle('x').acknowledge('BW012', 'why')
// @ts-expect-error Neither can the warning that an acknowledgement accepts nothing.
bottle('x').acknowledge('BW035', 'why')
// @ts-expect-error There is no such code.
bottle('x').acknowledge('BW999', 'why')
// @ts-expect-error A rule of one's own is named with a slash.
bottle('x').acknowledge('no-proxy', 'why')
// @ts-expect-error The dialect has no such setting.
bottle('x').image('alpine')
