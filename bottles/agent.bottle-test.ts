import { bottle, gvproxy } from 'bottleworks'
import { expect, test } from 'bottleworks/test'
import { agent } from './presets/agent.ts'

// A preset needs no file of its own to be tested.
const tested = bottle('tested').use(agent).net(gvproxy('/run/tested.sock'))

test('the preset sends what clients ask for through pipelock', () => {
  expect(tested).toHave('env.HTTPS_PROXY', 'http://proxy.internal:8888')
  expect(tested).not.toReport('BW030')
})

test('a relative socket is refused', () => {
  expect(tested.net(gvproxy('gvproxy.sock'))).toReport('BW011')
})
