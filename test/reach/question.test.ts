import { describe, expect, it } from 'vitest'
import { parseQuestion, plainName } from '../../src/reach/question.ts'

const wrong = (kind: string, target: string) => {
  const read = parseQuestion(kind, target)
  return 'wrong' in read ? [read.wrong, read.advice] : read
}

describe('a question', () => {
  it.each([
    ['example.com:443', { host: 'name', name: 'example.com' }],
    ['Example.COM.:443', { host: 'name', name: 'example.com' }],
    ['_srv.example.com:443', { host: 'name', name: '_srv.example.com' }],
    ['192.0.2.7:443', { host: 'address' }],
    ['[2001:db8::1]:443', { host: 'address' }],
    ['host:443', { host: 'loopback' }],
    ['HOST:443', { host: 'loopback' }],
    ['localhost:443', { host: 'guest' }],
    ['LocalHost.:443', { host: 'guest' }],
    ['db.localhost:443', { host: 'guest' }],
    ['127.0.0.1:443', { host: 'guest' }],
    ['127.7.7.7:443', { host: 'guest' }],
    ['0.0.0.0:443', { host: 'guest' }],
    ['[::1]:443', { host: 'guest' }],
    ['[0:0::1]:443', { host: 'guest' }],
    ['[::]:443', { host: 'guest' }],
    ['[::ffff:127.0.0.1]:443', { host: 'guest' }],
  ])('about %s has its host and port', (target, host) => {
    for (const kind of ['tcp', 'udp']) {
      expect(parseQuestion(kind, target)).toMatchObject({ kind, target, port: 443, ...host })
    }
  })

  it.each([
    ['tcp', 'example.com', '"example.com" has no port', 'such as tcp example.com:443'],
    ['tcp', '', '"" is not HOST:PORT', 'such as tcp example.com:443'],
    ['tcp', ':80', '":80" is not HOST:PORT', 'such as tcp example.com:443'],
    ['tcp', 'a:0', 'the port 0 is not from 1 to 65535', 'such as tcp example.com:443'],
    ['tcp', 'a:65536', 'the port 65536 is not from 1 to 65535', 'such as tcp example.com:443'],
    ['tcp', 'a:http', '"a:http" is not HOST:PORT', 'such as tcp example.com:443'],
    ['tcp', 'https://a.org/x', '"https://a.org/x" is a URL', 'ask for a.org:443'],
    ['tcp', 'http://a.org:81', '"http://a.org:81" is a URL', 'ask for a.org:81'],
    ['tcp', '2001:db8::1', '"2001:db8::1" is IPv6 without brackets', 'such as [2001:db8::1]:443'],
    ['tcp', 'fe80::a', '"fe80::a" is IPv6 without brackets', 'such as [fe80::a]:443'],
    ['tcp', '[::1', '"[::1" is not HOST:PORT', 'such as tcp example.com:443'],
    ['tcp', '[1.2.3.4]:5', '"[1.2.3.4]:5" has IPv4 in brackets', 'such as 1.2.3.4:5'],
    ['tcp', '[a.org]:5', '"a.org" is no address of IPv6', 'such as tcp example.com:443'],
    [
      'udp',
      '10.0.0.0/8:5',
      '"10.0.0.0/8" is neither a name of a host nor an address',
      'such as udp [2001:db8::1]:53',
    ],
    [
      'tcp',
      '10.1:5',
      '"10.1" is neither a name of a host nor an address',
      'such as tcp example.com:443',
    ],
    [
      'tcp',
      '0x7f.1:5',
      '"0x7f.1" is neither a name of a host nor an address',
      'such as tcp example.com:443',
    ],
    [
      'tcp',
      '2130706433:5',
      '"2130706433" is neither a name of a host nor an address',
      'such as tcp example.com:443',
    ],
    [
      'tcp',
      '*.a.org:5',
      '"*.a.org" is neither a name of a host nor an address',
      'such as tcp example.com:443',
    ],
    ['dns', '10.0.0.1', '"10.0.0.1" is no name of a host', 'such as dns example.com'],
    ['dns', 'a b', '"a b" is no name of a host', 'such as dns example.com'],
    ['read', '', 'the path is empty', 'such as read /srv/data'],
    ['secret', '', 'the name is empty', 'such as secret GITHUB_TOKEN'],
    [
      'tpc',
      'a:1',
      'unknown question "tpc"; it must be one of tcp, udp, dns, read, write, secret',
      'did you mean tcp example.com:443?',
    ],
    [
      'reed',
      '/srv',
      'unknown question "reed"; it must be one of tcp, udp, dns, read, write, secret',
      'did you mean read /srv/data?',
    ],
    [
      'constructor',
      'x',
      'unknown question "constructor"; it must be one of tcp, udp, dns, read, write, secret',
      'such as tcp example.com:443',
    ],
  ])('%s %s is wrong', (kind, target, message, advice) => {
    expect(wrong(kind, target)).toEqual([message, advice])
  })

  it('quotes what is hostile', () => {
    expect(wrong('tcp', 'a\u001b\u202e:80')).toEqual([
      '"a\\u001b\\u202e" is neither a name of a host nor an address',
      'such as tcp example.com:443',
    ])
  })
})

it('no name is longer than DNS has them', () => {
  expect(plainName(`${'a'.repeat(63)}.org`)).toBe(`${'a'.repeat(63)}.org`)
  expect(plainName(`${'a'.repeat(64)}.org`)).toBeUndefined()
  expect(plainName(Array.from({ length: 128 }, () => 'a').join('.'))).toBeUndefined()
})
