import { describe, expect, it } from 'vitest'
import type { ClaudeBottleDocument } from '../../src/dialects/claude-bottle/document.ts'
import { reachOfBottle } from '../../src/dialects/claude-bottle/reach.ts'
import type { Reach } from '../../src/dialects/reach.ts'
import { answer } from '../../src/reach/answer.ts'
import { parseQuestion } from '../../src/reach/question.ts'
import { networked, offline } from './networks.ts'

function ask(reach: Reach, words: string) {
  const [kind = '', ...target] = words.split(' ')
  const question = parseQuestion(kind, target.join(' '))
  if ('wrong' in question) throw new Error(question.wrong)
  return answer(reach, question)
}

const answers = (reach: Reach, ...questions: readonly string[]) =>
  questions.map((words) => `${ask(reach, words).answer} ${words}`)

describe('without a network', () => {
  const reach = offline()

  it('nothing but the guest itself is reached', () => {
    expect(
      answers(
        reach,
        'tcp example.com:443',
        'udp 192.0.2.7:53',
        'tcp host:22',
        'dns example.com',
        'tcp 127.0.0.1:80',
        'tcp localhost:80',
        'udp [::1]:80',
      ),
    ).toEqual([
      'no tcp example.com:443',
      'no udp 192.0.2.7:53',
      'no tcp host:22',
      'no dns example.com',
      'yes tcp 127.0.0.1:80',
      'yes tcp localhost:80',
      'yes udp [::1]:80',
    ])
    expect(ask(reach, 'tcp localhost:80').way).toEqual(['guest'])
    expect(ask(reach, 'tcp example.com:443')).toMatchObject({
      why: 'there is no network',
      way: ['guest'],
    })
  })
})

describe('a network without a policy', () => {
  const reach = networked()

  it('opens everything but what the engine keeps to itself', () => {
    expect(
      answers(
        reach,
        'tcp example.com:443',
        'tcp 10.1.2.3:80',
        'tcp host:22',
        'udp host:22',
        'tcp 169.254.169.254:80',
        'tcp [::ffff:10.1.2.3]:80',
        'dns example.com',
      ),
    ).toEqual([
      'yes tcp example.com:443',
      'yes tcp 10.1.2.3:80',
      'yes tcp host:22',
      'no udp host:22',
      'no tcp 169.254.169.254:80',
      'yes tcp [::ffff:10.1.2.3]:80',
      'yes dns example.com',
    ])
    expect(ask(reach, 'tcp example.com:443').way).toEqual(['guest', 'virtio-net', 'host'])
  })

  it('says that an address leads to the loopback of the host', () => {
    expect(ask(reach, 'tcp 100.96.0.1:22').why).toBe("it leads to the host's own loopback")
  })
})

describe('private addresses that are closed', () => {
  it('leave names to what they answer', () => {
    const reach = networked({ block_private: true })
    expect(ask(reach, 'tcp example.com:443')).toMatchObject({
      answer: 'depends',
      why: 'DNS answers any name; a private address that it answers stays closed',
    })
    expect(answers(reach, 'tcp 192.0.2.7:1', 'tcp 10.0.0.1:1', 'tcp host:1')).toEqual([
      'yes tcp 192.0.2.7:1',
      'no tcp 10.0.0.1:1',
      'no tcp host:1',
    ])
  })
})

describe('allowed names', () => {
  const reach = networked({ allow_hosts: ['example.com'], allow_host_patterns: ['*.wild.org'] })

  it('are reached, and no others', () => {
    expect(
      answers(
        reach,
        'tcp example.com:443',
        'udp EXAMPLE.com.:443',
        'tcp www.example.com:443',
        'tcp a.wild.org:443',
        'tcp wild.org:443',
        'tcp notexample.com:443',
      ),
    ).toEqual([
      'yes tcp example.com:443',
      'yes udp EXAMPLE.com.:443',
      'yes tcp www.example.com:443',
      'yes tcp a.wild.org:443',
      'no tcp wild.org:443',
      'no tcp notexample.com:443',
    ])
    expect(ask(reach, 'tcp www.example.com:443')).toMatchObject({
      by: ['network.allow_hosts[0]'],
      why: 'the name is allowed; a private address that it answers is reached as well',
    })
    expect(ask(reach, 'tcp other.org:443').assumes).toEqual([
      'no allowed name answers an address of it',
    ])
  })

  it('decide about addresses, and about the loopback of the host', () => {
    expect(ask(reach, 'tcp 10.0.0.1:80')).toMatchObject({
      answer: 'depends',
      by: ['network.allow_hosts[0]', 'network.allow_host_patterns[0]'],
    })
    expect(ask(reach, 'tcp host:80').answer).toBe('depends')
  })

  it('stay closed where no address is open', () => {
    const denied = networked({ allow_hosts: ['a.org'], deny_cidrs: ['0.0.0.0/0', '::/0'] })
    expect(ask(denied, 'tcp a.org:1')).toMatchObject({
      answer: 'no',
      why: 'the name is allowed, and every address is closed',
    })
  })

  it('depend on what they answer where public addresses are closed', () => {
    const denied = networked({ allow_hosts: ['a.org'], deny_cidrs: ['::/0'] })
    expect(ask(denied, 'tcp a.org:1').answer).toBe('depends')
  })

  it('say which private addresses are open', () => {
    const some = networked({ allow_hosts: ['a.org'], allow_private: ['10.20.0.0/16'] })
    expect(ask(some, 'tcp a.org:1').why).toBe(
      'the name is allowed; of private addresses that it answers, open are 10.20.0.0/16',
    )
  })
})

describe('names that are not allowed', () => {
  it('are closed beside private ranges that are open by address', () => {
    const reach = networked({ allow_hosts: ['a.org'], allow_private: ['10.20.0.0/16'] })
    expect(ask(reach, 'tcp b.org:1')).toMatchObject({
      answer: 'no',
      assumes: [
        'it has none of the private addresses that are open: 10.20.0.0/16',
        'no allowed name answers an address of it',
      ],
    })
  })

  it('may be reached by who knows their address, where public ones are open', () => {
    const reach = networked({ allow_hosts: ['a.org'], allow_cidrs: ['0.0.0.0/0', '::/0'] })
    expect(ask(reach, 'tcp b.org:1').answer).toBe('depends')
  })
})

describe('ranges of UDP', () => {
  const reach = networked({
    allow_hosts: ['a.org'],
    allow_udp: ['192.0.2.7:53', '[2001:db8::1]:5-7'],
  })

  it('open their ports by UDP alone', () => {
    expect(
      answers(
        reach,
        'udp 192.0.2.7:53',
        'udp [::ffff:192.0.2.7]:53',
        'udp [2001:db8::1]:6',
        'udp 192.0.2.8:53',
      ),
    ).toEqual([
      'yes udp 192.0.2.7:53',
      'yes udp [::ffff:192.0.2.7]:53',
      'yes udp [2001:db8::1]:6',
      'depends udp 192.0.2.8:53',
    ])
    const closed = networked({ allow_cidrs: ['198.51.100.0/24'], allow_udp: ['192.0.2.7:53'] })
    expect(answers(closed, 'udp 192.0.2.7:54', 'tcp 192.0.2.7:53')).toEqual([
      'no udp 192.0.2.7:54',
      'no tcp 192.0.2.7:53',
    ])
  })
})

describe('what opens an address', () => {
  it('is the member of a list that has it, and else all that decides', () => {
    const lists = {
      allow_cidrs: ['192.0.2.0/24', '198.51.100.0/24'],
      allow_private: ['10.0.0.0/8'],
      allow_udp: ['203.0.113.9:53'],
    }
    const by = (network: object, words: string) => ask(networked(network), words).by
    expect(by(lists, 'tcp 198.51.100.7:80')).toEqual(['network.allow_cidrs[1]'])
    expect(by(lists, 'tcp 10.1.2.3:80')).toEqual(['network.allow_private[0]'])
    expect(by(lists, 'udp 203.0.113.9:53')).toEqual(['network.allow_udp[0]'])
    expect(by({ block_private: true }, 'tcp 192.0.2.1:80')).toEqual([
      'net',
      'net_backend',
      'network.block_private',
    ])
  })
})

describe('an address of IPv4', () => {
  it('is reached by the one of IPv6 that stands for it, and says so', () => {
    const reach = networked({ allow_cidrs: ['::ffff:10.0.0.0/104'] })
    expect(ask(reach, 'tcp 10.0.0.1:80')).toMatchObject({
      answer: 'yes',
      why: 'the address is open, by the address [::ffff:a00:1]',
    })
  })

  it('is the same when it is asked for in the form of IPv6', () => {
    const reach = networked({ allow_cidrs: ['10.0.0.0/8'] })
    expect(answers(reach, 'tcp 10.0.0.1:80', 'tcp [::ffff:10.0.0.1]:80')).toEqual([
      'yes tcp 10.0.0.1:80',
      'yes tcp [::ffff:10.0.0.1]:80',
    ])
  })
})

it('frames to the loopback of the host take root in the guest', () => {
  expect(ask(networked({ allow_cidrs: ['127.0.0.0/8'] }), 'tcp host:5432')).toMatchObject({
    answer: 'yes',
    assumes: ['root in the guest, who can send such frames'],
  })
})

it('a bottle behind gvproxy reaches what its host reaches, and says why', () => {
  const net = [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/a.sock' }]
  const reach = reachOfBottle({
    name: 'claude-bottle-a',
    command: [],
    env: [],
    net,
  } as ClaudeBottleDocument)
  for (const words of ['tcp host:22', 'udp 169.254.169.254:80', 'tcp a.org:1', 'tcp 10.0.0.1:1']) {
    expect(ask(reach, words)).toMatchObject({
      answer: 'yes',
      way: ['guest', 'gvproxy', 'host'],
      why: 'by its default, gvproxy reaches whatever its host reaches',
      by: ['net[0].socket'],
    })
  }
})

describe('paths', () => {
  const reach = offline({
    volumes: ['/srv/data:/data:ro', '/srv/out/:/out', '/srv/../up:/up', 's3://bucket/in:/in:ro'],
  })

  it('are those below what is mounted, with its mode', () => {
    expect(
      answers(
        reach,
        'read /srv/data',
        'read /srv/data/',
        'read /srv/data/a b/c',
        'read /srv//data/./x',
        'write /srv/data/x',
        'read /srv/out/x',
        'write /srv/out/x',
        'read s3://bucket/in/x',
        'write s3://bucket/in/x',
      ),
    ).toEqual([
      'yes read /srv/data',
      'yes read /srv/data/',
      'yes read /srv/data/a b/c',
      'yes read /srv//data/./x',
      'depends write /srv/data/x',
      'yes read /srv/out/x',
      'yes write /srv/out/x',
      'yes read s3://bucket/in/x',
      'no write s3://bucket/in/x',
    ])
  })

  const plain = offline({ volumes: ['/srv/data:/data:ro'] })

  it('are no others that begin alike', () => {
    expect(answers(plain, 'read /srv/database', 'read /srv', 'read /', 'write /srv/data')).toEqual([
      'no read /srv/database',
      'no read /srv',
      'no read /',
      'no write /srv/data',
    ])
  })

  it('with ".." count byte for byte', () => {
    expect(answers(reach, 'read /srv/../up', 'read /srv/../up/x', 'read /up')).toEqual([
      'yes read /srv/../up',
      'depends read /srv/../up/x',
      'depends read /up',
    ])
    expect(answers(plain, 'read /srv/data/../../etc/passwd')).toEqual([
      'depends read /srv/data/../../etc/passwd',
    ])
    expect(answers(offline(), 'read /srv/../x')).toEqual(['no read /srv/../x'])
    expect(answers(reach, 'read s3://bucket/in/../x')[0]).not.toBe('yes read s3://bucket/in/../x')
  })

  it('that are relative are below the folder where the bottle starts', () => {
    const here = offline({ volumes: ['.:/work'] })
    expect(answers(here, 'write ./src/a', 'read .', 'read /srv', 'read ..')).toEqual([
      'yes write ./src/a',
      'yes read .',
      'depends read /srv',
      'depends read ..',
    ])
    expect(answers(offline({ volumes: ['./a:/a'] }), 'read a/b', 'read b', 'read ab')).toEqual([
      'yes read a/b',
      'no read b',
      'no read ab',
    ])
  })

  it('of secrets are read, and not written', () => {
    const handed = offline({ secrets: { KEY: { from_file: '/run/secrets/key' } } })
    expect(answers(handed, 'read /run/secrets/key', 'write /run/secrets/key')).toEqual([
      'yes read /run/secrets/key',
      'no write /run/secrets/key',
    ])
  })
})

describe('secrets', () => {
  const secrets = { KEY: { from_env: 'HOST_KEY' }, PEM: { from_file: '/run/pem' } }
  const reach = offline({ secrets, env: ['TOKEN', 'PLAIN=x'] })

  it('are known by their names in the guest and at the host', () => {
    expect(
      answers(
        reach,
        'secret KEY',
        'secret HOST_KEY',
        'secret /run/pem',
        'secret TOKEN',
        'secret PLAIN',
        'secret key',
      ),
    ).toEqual([
      'yes secret KEY',
      'yes secret HOST_KEY',
      'yes secret /run/pem',
      'yes secret TOKEN',
      'no secret PLAIN',
      'no secret key',
    ])
  })

  it('are read from their files, where the guest gets what a credential sends', () => {
    const credentials = [{ name: 'k', environment_variable: 'PEM', allowed_hosts: ['a.org'] }]
    const used = networked({ allow_hosts: ['a.org'], credentials }, { secrets })
    expect(answers(used, 'read /run/pem', 'read /run//pem', 'write /run/pem')).toEqual([
      'depends read /run/pem',
      'depends read /run//pem',
      'no write /run/pem',
    ])
  })

  it('of which one is in the guest and another is not are told apart', () => {
    const credentials = [{ name: 'k', environment_variable: 'KEY', allowed_hosts: ['a.org'] }]
    const both = { KEY: { from_env: 'HOST' }, OTHER: { from_env: 'HOST' } }
    const used = networked({ allow_hosts: ['a.org'], credentials }, { secrets: both })
    expect(ask(used, 'secret HOST')).toMatchObject({
      way: ['guest', 'host'],
      by: ['secrets.OTHER'],
    })
  })

  it('that the host puts into requests are a placeholder in the guest', () => {
    const credentials = [
      { name: 'k', environment_variable: 'KEY', allowed_hosts: ['a.org'], methods: ['GET'] },
    ]
    const used = networked({ allow_hosts: ['a.org'], credentials }, { secrets })
    const placeholder = {
      answer: 'yes',
      way: ['guest', 'virtio-net', 'proxy', 'host'],
      why: 'the host puts it into requests to a.org',
      assumes: ['the guest has nothing but a placeholder, which nobody measured'],
    }
    expect(ask(used, 'secret KEY')).toMatchObject(placeholder)
    expect(ask(used, 'secret HOST_KEY')).toMatchObject(placeholder)
    expect(ask(used, 'secret PEM').way).toEqual(['guest', 'host'])
    expect(ask(used, 'tcp a.org:443')).toMatchObject({
      way: ['guest', 'virtio-net', 'proxy', 'host'],
      by: ['network.allow_hosts[0]', 'network.credentials[0]'],
    })
    expect(ask(used, 'udp a.org:443').way).toEqual(['guest', 'virtio-net', 'host'])
  })
})
