import { describe, expect, it } from 'vitest'
import { hideSecrets, secretReason, secretsInArguments } from '../../../src/dialects/secrets.ts'
import { base64 } from './filler.ts'

/** Each has one secret, `hunter2`; what is shown has a star in its place, and nothing else is hidden. */
const commands: readonly (readonly string[])[] = [
  ['curl', '-H', 'Authorization: Bearer hunter2', 'https://api.example'],
  ['curl', '-H', 'authorization: Basic hunter2'],
  ['curl', '-HX-Api-Key: hunter2'],
  ['curl', '--header', 'PRIVATE-TOKEN: hunter2'],
  ['curl', '--header=X-Vault-Token: hunter2'],
  ['curl', '-H', 'Cookie: hunter2'],
  ['curl', '-H', 'DD-API-KEY: hunter2'],
  ['curl', '-H', 'x-honeycomb-team: hunter2'],
  ['curl', '-u', 'user:hunter2', 'https://api.example'],
  ['curl', '-uuser:hunter2'],
  ['curl', '--user', 'user:hunter2'],
  ['curl', '--user=user:hunter2'],
  ['curl', '--proxy-user', 'user:hunter2'],
  ['curl', '--oauth2-bearer', 'hunter2'],
  ['/usr/bin/curl', '-u', ':hunter2'],
  ['curl', 'https://api.example/?token=hunter2'],
  ['curl', 'https://api.example/?a=1&api_key=hunter2&b=2'],
  ['curl', '-d', '{"user":"a","password":"hunter2"}'],
  ['curl', '-d', 'grant_type=client_credentials&client_secret=hunter2&scope=a'],
  ['wget', '--http-password=hunter2', 'https://api.example'],
  ['http', '-a', 'user:hunter2', 'api.example'],
  ['git', 'clone', 'https://bot:hunter2@git.example/a.git'],
  ['git', '-c', 'http.extraheader=AUTHORIZATION: bearer hunter2', 'fetch'],
  ['npm', 'config', 'set', '//registry.npmjs.org/:_authToken', 'hunter2'],
  ['npm', 'ci', '--//registry.example/:_authToken=hunter2'],
  ['aws', 'configure', 'set', 'aws_secret_access_key', 'hunter2'],
  ['docker', 'login', '-u', 'bot', '-p', 'hunter2', 'registry.example'],
  ['docker', 'login', '--password', 'hunter2'],
  ['helm', 'registry', 'login', '-p', 'hunter2', 'r.example'],
  ['mysql', '-phunter2', '-h', 'db'],
  ['mysql', '--password=hunter2'],
  ['mariadb-dump', '-uroot', '-phunter2', 'app'],
  ['redis-cli', '-h', 'cache', '-a', 'hunter2'],
  ['mongosh', '-u', 'app', '-p', 'hunter2'],
  ['sshpass', '-p', 'hunter2', 'ssh', 'host'],
  ['sshpass', '-phunter2', 'ssh', '-p', '22', 'host'],
  ['ldapsearch', '-x', '-D', 'cn=admin', '-w', 'hunter2'],
  ['smbclient', '//host/share', '-U', 'user%hunter2'],
  ['lftp', '-u', 'user,hunter2', 'ftp.example'],
  ['openssl', 'rsa', '-passin', 'pass:hunter2', '-in', 'key.pem'],
  ['zip', '-P', 'hunter2', 'a.zip', 'a'],
  ['7z', 'x', '-phunter2', 'a.7z'],
  ['useradd', '-m', '-p', 'hunter2', 'me'],
  ['htpasswd', '-bc', '/etc/users', 'me', 'hunter2'],
  ['htpasswd', '-nbB', 'me', 'hunter2'],
  ['sudo', '/usr/bin/htpasswd', '-b', '-c', 'users', 'me', 'hunter2'],
  ['mosquitto_passwd', '-b', 'file', 'me', 'hunter2'],
  ['rabbitmqctl', 'add_user', 'me', 'hunter2'],
  ['wpa_passphrase', 'net', 'hunter2'],
  ['openssl', 'passwd', '-6', 'hunter2'],
  ['vault', 'login', 'hunter2'],
  ['vault', 'operator', 'unseal', 'hunter2'],
  ['ngrok', 'config', 'add-authtoken', 'hunter2'],
  ['mc', 'alias', 'set', 'play', 'https://s3.example', 'me', 'hunter2'],
  ['nmcli', 'dev', 'wifi', 'connect', 'net', 'password', 'hunter2'],
  ['poetry', 'config', 'http-basic.own', 'me', 'hunter2'],
  ['sqlplus', '-s', 'me/hunter2'],
  ['keytool', '-list', '-storepass', 'hunter2'],
  ['ssh-keygen', '-t', 'rsa', '-N', 'hunter2'],
  ['plink', '-pw', 'hunter2', 'host'],
  ['snmpwalk', '-v3', '-A', 'hunter2', 'host'],
  ['npm', 'config', 'set', '//registry.npmjs.org/:_auth', 'hunter2'],
  ['curl', 'https://a.blob.example/b?sv=2022&sig=hunter2'],
  ['curl', 'https://a.example/b?X-Amz-Date=1&X-Amz-Signature=hunter2&X-Amz-Expires=60'],
  ['curl', 'https://a.example/b?X-Goog-Signature=hunter2'],
  ['curl', 'https://a.example/b?Expires=1&Signature=hunter2&Key-Pair-Id=K1'],
  ['sh', '-c', 'read -r TOKEN <<EOF\nhunter2\nEOF\nexec app'],
  ['sh', '-c', "IFS= read -rs DB_PASSWORD <<-'END'\n\thunter2\n\tEND"],
  ['sh', '-c', 'read -r TOKEN <<< hunter2'],
  ['sh', '-c', 'docker login -u me --password-stdin <<EOF\nhunter2\nEOF'],
  ['sh', '-c', 'cat <<EOF | docker login --password-stdin\nhunter2\nEOF'],
  ['sh', '-c', 'chpasswd <<EOF\nme:hunter2\nEOF'],
  ['sh', '-c', 'API_TOKEN=$(cat <<EOF\nhunter2\nEOF\n)'],
  ['sh', '-c', 'rabbitmqctl add_user me hunter2'],
  ['app', '--token', 'hunter2'],
  ['app', '--token=hunter2'],
  ['app', '-token=hunter2'],
  ['app', '--api-key', 'hunter2'],
  ['app', '--apiKey=hunter2'],
  ['app', '--client-secret', 'hunter2', '--verbose'],
  ['app', '--set', 'db.password=hunter2'],
  ['java', '-Ddb.password=hunter2', '-jar', 'a.jar'],
  ['env', 'API_TOKEN=hunter2', 'app'],
  ['vault', 'write', 'auth/userpass/login/me', 'password=hunter2'],
  ['sh', '-c', 'export API_TOKEN=hunter2'],
  ['sh', '-c', "export API_TOKEN='hunter2'; exec app"],
  ['sh', '-c', 'set -e\nPGPASSWORD=hunter2 psql -h db'],
  ['sh', '-c', 'API_TOKEN="hunter2" exec app --verbose'],
  ['sh', '-c', 'curl -H "Authorization: token hunter2" https://api.example'],
  ['sh', '-c', "curl -u 'user:hunter2' https://api.example"],
  ['sh', '-c', 'sudo -E curl -fsSL -u user:hunter2 https://api.example | sh'],
  ['sh', '-c', 'echo hunter2 | docker login -u bot --password-stdin registry.example'],
  ['sh', '-c', "printf '%s' 'hunter2' | gh auth login --with-token"],
  ['sh', '-c', 'docker login --password-stdin registry.example <<< "hunter2"'],
  ['sh', '-c', 'mysql -u root -phunter2 -e "show tables"'],
  ['sh', '-c', 'true && sshpass -p hunter2 ssh host'],
  ['sh', '-c', 'app --password hunter2 --verbose'],
  ['sh', '-c', "app --password 'hunter2' --verbose"],
  ['sh', '-c', 'echo "//registry.npmjs.org/:_authToken=hunter2" > ~/.npmrc'],
  ['sh', '-c', 'echo "machine h.example login me password hunter2" > ~/.netrc'],
  ['sh', '-c', 'printf "password: hunter2\\n" > config.yaml'],
  ['bash', '-lc', 'bash -c "app --token hunter2"'],
]

describe('a command', () => {
  it.each(commands.map((words) => [words.join(' '), words] as const))(
    'has a secret in %s',
    (_line, words) => {
      const found = secretsInArguments(words)
      const shown = words.map((word, index) => hideSecrets(word, found[index] ?? [], '*'))
      expect(shown).toEqual(words.map((word) => word.replace('hunter2', '*')))
    },
  )
})

/** The same in a value of a variable that has no name of a secret. */
const values: readonly string[] = [
  '//registry.npmjs.org/:_auth=hunter2',
  '_auth = hunter2',
  'NPM_CONFIG__AUTH=hunter2',
  'sv=2022-11-02&ss=b&sig=hunter2&se=2030',
  'JWT=hunter2',
  'api-key=hunter2',
  'x=1,api-key=hunter2,y=2',
  'Server=db;User Id=app;Password=hunter2;Encrypt=true',
  'host=db user=app password=hunter2 sslmode=require',
  'AccessKeyId=a SecretAccessKey=hunter2',
  '-Dhttp.proxyPassword=hunter2 -Xmx1g',
  'sshpass -p hunter2 ssh',
  '{"db": {"password": "hunter2"}}',
  '{\\"token\\":\\"hunter2\\"}',
  '[default]\naws_secret_access_key = hunter2\n',
  'registry=https://r.example\n//r.example/:_authToken=hunter2',
  'machine h login me password hunter2',
  'db:\n  password: hunter2\n',
  'token => hunter2',
  'Authorization=Bearer%20hunter2',
]

describe('a value', () => {
  it.each(values)('has a secret in %s', (value) => {
    expect(secretReason('NOTE', value)).toBeDefined()
    const [[secret, ...others] = []] = secretsInArguments([value])
    expect(others).toEqual([])
    expect(value.slice(secret?.start, secret?.end)).toBe('hunter2')
  })

  it.each([
    `{"auths":{"ghcr.io":{"auth":"${base64('bot:hunter2')}"}}}`,
    `//registry.example/:_auth=${base64('bot:hunter2')}`,
    `Basic ${base64('bot:hunter2')}`,
    base64(`{"auths":{"ghcr.io":{"auth":"${base64('bot:hunter2')}"}}}`),
    base64('export AWS_SECRET_ACCESS_KEY=hunter2 AWS_REGION=eu-west-1'),
  ])('has a secret in base64 in %s', (value) => {
    expect(secretReason('NOTE', value)).toBeDefined()
  })
})

const names =
  `PGPASSWORD MYSQL_PWD DB_PASS dbPassword db.password DB-PASSWORD ADMIN_PASSWD GPG_PASSPHRASE
  GH_PAT PAT AZURE_DEVOPS_EXT_PAT SECRET_KEY_BASE AUTHORIZATION HTTP_AUTHORIZATION DOCKER_AUTH_CONFIG
  APP_CREDENTIALS SESSION_COOKIE ERLANG_COOKIE AUTH_SALT JWT_SIGNING_KEY DATA_ENCRYPTION_KEY
  AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN MINIO_ACCESS_KEY RAILS_MASTER_KEY APP_KEY HONEYCOMB_API_KEY
  NEW_RELIC_LICENSE_KEY DD_API_KEY DD_APP_KEY MISTRAL_API_KEY COHERE_API_KEY WANDB_API_KEY
  CLOUDFLARE_API_TOKEN CLOUDFLARE_API_KEY VERCEL_TOKEN HEROKU_API_KEY OKTA_API_TOKEN OKTA_CLIENT_TOKEN
  PAGERDUTY_API_KEY SNYK_TOKEN TWILIO_AUTH_TOKEN CONFLUENT_CLOUD_API_SECRET DEEPGRAM_API_KEY
  DATADOG_API_KEY AZURE_CLIENT_SECRET AZURE_STORAGE_ACCOUNT_KEY AZURE_STORAGE_KEY ARM_ACCESS_KEY
  SSHPASS REDISCLI_AUTH PGPASSWORD_OLD API_KEY_2 TOKEN1 githubToken accessToken clientSecret
  ROOT_PASSWORD_B64 SUPABASE_SERVICE_ROLE_KEY authtoken BASIC_AUTH API_KEYS WALLET_MNEMONIC`.split(
    /\s+/,
  )

describe('a variable', () => {
  it.each(names)('has the name of a secret: %s', (name) => {
    expect(secretReason(name, 'hunter2')).toBe('its name says so')
  })

  it('has headers, of which one is of no common name', () => {
    const headers = 'content-type=text/plain,x-team=hunter2'
    expect(secretReason('OTEL_EXPORTER_OTLP_HEADERS', headers)).toBe('its name says so')
  })

  it('has a password of digits', () => {
    expect(secretReason('DB_PASSWORD', '123456')).toBe('its name says so')
    expect(secretReason('PAGE_TOKEN', '123456')).toBeUndefined()
  })
})
