import { hostEnv, hostFile, hostKeychain, machine } from 'bottleworks'

export default machine('keyring')
  // Where the credentials come from.
  .env({
    // BW033: "API_KEY" looks like a secret: its name says so; it would be committed in plain
    // text
    // hint: use .secret(name, hostEnv('…')), which is [secrets] with from_env in a Smolfile
    API_KEY: 'not-a-real-one',
    PLAIN: 'yes',
  })
  // All of them are read on the host.
  .secret('DEPLOY', hostKeychain('ci/deploy'))
  // The one of CI, not of a person.
  // read only
  .secret('GITHUB_TOKEN', hostEnv('CI_GITHUB_TOKEN'))
  // Written as a table of its own.
  .secret('LATER', hostKeychain('ci'))
  .secret('TLS_KEY', hostFile('/run/secrets/tls key.pem'))
