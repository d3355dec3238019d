import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for credentials', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      '[[network.credentials]]\nname = "a b"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
      [
        '2:1 error BW058 network.credentials[0].name: the credential "a b" is malformed; a name is 1 to 64 letters, digits, "_", "." or "-"',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "1A"\nallowed_hosts = ["a.example"]',
      [
        '3:1 error BW058 network.credentials[0].environment_variable: the credential "a" has the malformed variable "1A"',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nallowed_hosts = ["a.example"]',
      [
        '2:1 error BW058 network.credentials[0].name: the credential "a" has no environment_variable, which names its value',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nset_header = "Authorization"\nallowed_hosts = ["a.example"]',
      [
        '4:1 error BW058 network.credentials[0].set_header: the credential "a" sets "Authorization", which is not a lower-case header name',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nset_header = "cookie"\nallowed_hosts = ["a.example"]',
      [
        '4:1 error BW058 network.credentials[0].set_header: the credential "a" sets "cookie", which routes or frames the request',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = []',
      [
        '4:1 error BW058 network.credentials[0].allowed_hosts: the credential "a" has no host; it is never sent anywhere by default',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["https://a.example", "A.example", "*.example", "10.0.0.1"]',
      [
        '4:18 error BW058 network.credentials[0].allowed_hosts[0]: the credential "a" has the host "https://a.example"; it must be a lower-case name, optionally after "*."',
        '4:39 error BW058 network.credentials[0].allowed_hosts[1]: the credential "a" has the host "A.example"; it must be a lower-case name, optionally after "*."',
        '4:52 error BW058 network.credentials[0].allowed_hosts[2]: the credential "a" has the host "*.example"; it must be a lower-case name, optionally after "*."',
        '4:65 error BW058 network.credentials[0].allowed_hosts[3]: the credential "a" has the host "10.0.0.1"; it must be a lower-case name, optionally after "*."',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]\nmethods = ["TRACE"]',
      [
        '5:1 error BW058 network.credentials[0].methods: the credential "a" has the unknown method "TRACE"',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]\nmethods = []',
      ['5:1 error BW058 network.credentials[0].methods: the credential "a" allows no method'],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]\ninjection_location = { header = false }',
      [
        '5:1 error BW058 network.credentials[0].injection_location: the credential "a" is put neither into headers nor into bodies',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
      [
        '6:1 error BW058 network.credentials[1].name: the credential "a" is declared twice',
        '7:1 error BW058 network.credentials[1].environment_variable: the credential "a" has the variable "A" of another credential',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nset_header = "authorization"\nallowed_hosts = ["*.a.example"]\nmethods = ["get"]',
      [],
    ],
    [
      '[[network.credentials]]\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
      ['1:3 error BW007 network.credentials[0].name: network.credentials[0].name is missing'],
    ],
    [
      '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nset_header = "x-key"\nallowed_hosts = ["*.a.example"]\n[[network.credentials]]\nname = "b"\nenvironment_variable = "B"\nset_header = "x-key"\nallowed_hosts = ["b.a.example"]',
      [
        '9:1 error BW058 network.credentials[1].set_header: the credential "b" sets "x-key" for a host for which "a" sets it',
      ],
    ],
    [
      '[network]\nallow_hosts = ["A.Example"]\nallow_host_patterns = ["*.b.example", "C.example."]\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example", "*.x.a.example", "x.y.b.example", "*.b.example", "c.example"]',
      [],
    ],
    [
      '[network]\nallow_host_patterns = ["*.b.example", "c.example"]\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["b.example", "x.c.example"]',
      [
        '6:18 error BW058 network.credentials[0].allowed_hosts[0]: the credential "a" has the host "b.example", which neither allow_hosts nor allow_host_patterns covers',
        '6:31 error BW058 network.credentials[0].allowed_hosts[1]: the credential "a" has the host "x.c.example", which neither allow_hosts nor allow_host_patterns covers',
      ],
    ],
    [
      '[network]\nallow_hosts = ["*.a.example"]\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["*.a.example", "b.a.example", "a.example"]',
      [
        '2:16 error BW049 network.allow_hosts[0]: the host "*.a.example" has a "*"; it must be a name alone, which covers its subdomains on every port',
        '6:48 error BW058 network.credentials[0].allowed_hosts[2]: the credential "a" has the host "a.example", which neither allow_hosts nor allow_host_patterns covers',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["192.0.2.0/24"]\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
      [],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
