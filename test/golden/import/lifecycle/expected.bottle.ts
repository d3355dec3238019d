import { type Duration, machine } from 'bottleworks'

export default machine('lifecycle')
  .health({ exec: ['true'], interval: '90', timeout: ' 5s', startupGrace: '+2h' })
  .restart({ policy: 'unless-stopped', maxBackoff: '007m ' as string as Duration })
  .stopOnExit()
  .stopSignal(15)
  .stopTimeout(300)
