import { expect, test } from 'bottleworks/test'
import reports from './reports.bottle.ts'

test('reports reaches its database and nothing else', () => {
  expect(reports).toReach({ tcp: '10.20.30.5:5432' })
  expect(reports).not.toReach({ tcp: '10.20.31.5:5432' })
  expect(reports).not.toReach({ cidr: '10.20.31.0/24' })
  expect(reports).not.toReach({ dns: 'example.com' })
})

test('reports is nobody', () => {
  expect(reports).toHave('user', '10001:10001')
  expect(reports).toHave('cpus', 2)
})
