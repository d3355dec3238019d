/** What must not compile does not: each line below an expectation is refused by `tsc`. */
import type { MachineBuilder } from 'bottleworks'
import {
  gib,
  gvproxy,
  hostEnv,
  hostFile,
  machine,
  mib,
  tsi,
  viaGateway,
  virtioNet,
} from 'bottleworks'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'

machine('x')
  .memory(gib(2))
  .gpuVram(mib(512))
  .ports(80, '80:81', { host: [1, 2], guest: [3, 4] })
machine('x').volumes('./a:/a', { host: './b', guest: '/b', mode: 'staged' })
machine('x').ports({ port: 53, protocol: 'udp' }).volumes({ guest: '/cache' })
machine('x').net(virtioNet({ open: 'why', denyCidrs: ['10.0.0.0/8'] }))
// @ts-expect-error What names hosts is not open.
machine('x').net(virtioNet({ open: 'why', allowHosts: ['a.example'] }))
// @ts-expect-error There are two protocols.
machine('x').ports({ port: 53, protocol: 'sctp' })
// @ts-expect-error A disk has no mode.
machine('x').volumes({ guest: '/cache', mode: 'ro' })
// @ts-expect-error A port is no volume.
machine('x').ports({ host: './a', guest: '/b' })
// @ts-expect-error A volume is no port.
machine('x').volumes({ host: [1, 2], guest: 3 })
machine('x').health({ exec: ['a'], interval: '10s', timeout: 5, startupGrace: '1m' })
machine('x').acknowledge('BW060', 'why').acknowledge('team/rule', 'why')
machine('x')
  .use(viaGateway())
  .use((builder) => builder.cpus(1))
machine('x')
  .secret('A', hostEnv('B'))
  .secret('C', hostFile('/d'))
  .net(tsi({ reason: 'why' }))

// @ts-expect-error A machine has a slug.
machine()
// @ts-expect-error A number of processors is no text.
machine('x').cpus('2')
// @ts-expect-error Milliseconds are what smolvm ignores.
machine('x').health({ interval: '500ms' })
// @ts-expect-error So are two units at once.
machine('x').restart({ maxBackoff: '1m30s' })
// @ts-expect-error Days are no unit of smolvm.
machine('x').health({ startupGrace: '1d' })
// @ts-expect-error There is no such policy.
machine('x').restart({ policy: 'sometimes' })
// @ts-expect-error A secret is a reference, never a value.
machine('x').secret('A', 'hunter2')
// @ts-expect-error A secret has a source.
machine('x').secret('A', {})
// @ts-expect-error TSI has a reason.
machine('x').net(tsi())
// @ts-expect-error TSI has no policy.
machine('x').net(tsi({ reason: 'why', allowHosts: ['a.example'] }))
// @ts-expect-error A network is not a switch.
machine('x').net(true)
// @ts-expect-error A device of the other dialect does not fit.
machine('x').net(gvproxy('/run/x.sock'))
// @ts-expect-error A credential says where it may go.
virtioNet({ credentials: [{ name: 'a' }] })
// @ts-expect-error The option is called allowHosts.
virtioNet({ allow_hosts: [] })
// @ts-expect-error A volume has a place in the guest.
machine('x').volumes({ host: './a' })
// @ts-expect-error There is no such mode.
machine('x').volumes({ host: './a', guest: '/a', mode: 'rx' })
// @ts-expect-error A range has two ends.
machine('x').ports({ host: [1, 2, 3], guest: 4 })
// @ts-expect-error There is no such engine.
machine('x').blockIo('fast')
// @ts-expect-error An entrypoint needs a program.
machine('x').entrypoint()
// @ts-expect-error A variable has a value.
machine('x').env({ A: undefined })
// @ts-expect-error The table has no such key.
machine('x').dev({ cpus: 1 })
// @ts-expect-error The option is called sshAgent.
machine('x').auth({ ssh_agent: true })
// @ts-expect-error The command of the other dialect does not exist.
machine('x').command('a')
// @ts-expect-error A preset gives a builder back.
machine('x').use(() => {})
// @ts-expect-error An acknowledgement has a reason.
machine('x').acknowledge('BW061')
// @ts-expect-error An error cannot be acknowledged.
machine('x').acknowledge('BW059', 'why')
// @ts-expect-error There is no such code.
machine('x').acknowledge('BW999', 'why')

/** Every key of the document has a method: a key that is new in the schema fails here. */
type Camel<Key extends string> = Key extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Key
type Covered = 'netBackend' | 'network' | 'secrets'
type Missing = Exclude<Camel<keyof SmolvmDocument>, keyof MachineBuilder | Covered>
const nothing: [Missing] extends [never] ? true : Missing = true
void nothing
