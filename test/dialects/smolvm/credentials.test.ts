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
        '2:1 error BW058 network.credentials[0].name: the credential "a" has neither environment_variable nor set_header',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nset_header = "Authorization"\nallowed_hosts = ["a.example"]',
      [
        '3:1 error BW058 network.credentials[0].set_header: the credential "a" sets "Authorization", which is not a lower-case header name',
      ],
    ],
    [
      '[[network.credentials]]\nname = "a"\nset_header = "cookie"\nallowed_hosts = ["a.example"]',
      [
        '3:1 error BW058 network.credentials[0].set_header: the credential "a" sets "cookie", which routes or frames the request',
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
      '[[network.credentials]]\nname = "a"\nset_header = "authorization"\nallowed_hosts = ["*.a.example"]\nmethods = ["get"]',
      [],
    ],
    [
      '[[network.credentials]]\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
      ['1:3 error BW007 network.credentials[0].name: network.credentials[0].name is missing'],
    ],
    [
      '[[network.credentials]]\nname = "a"\nset_header = "x-key"\nallowed_hosts = ["*.a.example"]\n[[network.credentials]]\nname = "b"\nset_header = "x-key"\nallowed_hosts = ["b.a.example"]',
      [
        '7:1 error BW058 network.credentials[1].set_header: the credential "b" sets "x-key" for a host for which "a" sets it',
      ],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
