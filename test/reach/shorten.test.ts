import { expect, it } from 'vitest'
import { shorten } from '../../src/reach/shorten.ts'

it('joins ports that follow one another on both sides', () => {
  const ports = ['tcp 80 to 8080', 'tcp 81 to 8081', 'tcp 82 to 9000', 'udp 83 to 9001', 'x']
  expect(shorten('published', ports)).toEqual([
    'tcp 80-81 to 8080-8081',
    'tcp 82 to 9000',
    'udp 83 to 9001',
    'x',
  ])
})

it('joins modes of a file, and methods of a credential', () => {
  expect(shorten('files', ['read /a', 'write /a', 'read /b by GET in x'])).toEqual([
    'read, write /a',
    'read /b by GET in x',
  ])
  const sent = ['GET', 'POST'].map((verb) => `KEY to a.org by ${verb} in its headers`)
  expect(shorten('credentials', [...sent, 'KEY to b.org by GET in its body'])).toEqual([
    'KEY to a.org by GET, POST in its headers',
    'KEY to b.org by GET in its body',
  ])
})

it('joins a name with what is below it', () => {
  expect(shorten('names', ['a.org', '*.a.org', '*.b.org', 'c.org'])).toEqual([
    'a.org and below',
    '*.b.org',
    'c.org',
  ])
  expect(shorten('dns', ['*'])).toEqual(['any name'])
})

it('leaves what nothing joins', () => {
  expect(shorten('devices', ['a', 'a'])).toEqual(['a', 'a'])
})
