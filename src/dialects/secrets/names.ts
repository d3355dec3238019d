/** The names, or ends of names, of variables, options, headers and keys that hold a secret. */
export const secretNames: readonly string[] = [
  ...[
    'TOKEN',
    'SECRET',
    'SECRETS',
    'PASSWORD',
    'PASSWORDS',
    'PASSWD',
    'PASSPHRASE',
    'PASS',
    'PASSCODE',
  ],
  ...[
    'CREDENTIAL',
    'CREDENTIALS',
    'AUTHORIZATION',
    'COOKIE',
    'COOKIES',
    'SALT',
    'PEPPER',
    'MNEMONIC',
  ],
  ...['APIKEY', 'API_KEY', 'API_KEYS', 'ACCESSKEY', 'ACCESS_KEY', 'PRIVATEKEY', 'PRIVATE_KEY'],
  ...['SECRETKEY', 'SECRET_KEY', 'AUTHKEY', 'AUTH_KEY', 'ENCRYPTIONKEY', 'ENCRYPTION_KEY'],
  ...['SIGNINGKEY', 'SIGNING_KEY', 'SECRET_KEY_BASE', 'MASTER_KEY', 'APP_KEY', 'APPLICATION_KEY'],
  ...[
    'ACCOUNT_KEY',
    'SHARED_KEY',
    'SHARED_ACCESS_KEY',
    'SERVICE_KEY',
    'SERVICE_ROLE_KEY',
    'SA_KEY',
  ],
  ...[
    'LICENSE_KEY',
    'INTEGRATION_KEY',
    'ROUTING_KEY',
    'STORAGE_KEY',
    'SUBSCRIPTION_KEY',
    'JWT_KEY',
  ],
  ...[
    'SESSION_KEY',
    'HMAC_KEY',
    'CRYPTO_KEY',
    'DECRYPTION_KEY',
    'DEPLOY_KEY',
    'SSH_KEY',
    'TLS_KEY',
  ],
  ...[
    'SSL_KEY',
    'GPG_KEY',
    'AGE_KEY',
    'WEBHOOK_KEY',
    'ADMIN_KEY',
    'VAULT_KEY',
    'UNSEAL_KEY',
    'MASTERKEY',
  ],
  ...[
    'API_TOKENS',
    'AUTH_TOKENS',
    'ACCESS_TOKENS',
    'PAT',
    'DOCKER_AUTH_CONFIG',
    'BASIC_AUTH',
    'HTTP_AUTH',
  ],
  ...[
    'PROXY_AUTH',
    'REDISCLI_AUTH',
    'SSHPASS',
    'DBPASS',
    'OAUTH2_BEARER',
    'HONEYCOMB_TEAM',
    'TOTP_SEED',
    'JWT',
    'JWTS',
    'NPM_CONFIG_AUTH',
  ],
]

/** Ends of a word that say it even without a mark before them: `PGPASSWORD`, `authtoken`. */
const glued = '(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|APIKEY|ACCESSKEY|SECRETKEY|PRIVATEKEY)'

/** What may follow and changes nothing: which one it is, and how it is written. */
const trailing =
  /(?:_?\d{1,3}|_(?:OLD|NEW|NEXT|PREVIOUS|CURRENT|PRIMARY|SECONDARY|DEV|TEST|STAGING|PROD|BASE64|B64|HEX|VALUE|JSON|PEM|PLAIN|TEXT|ENV))$/

const names = new RegExp(
  `(?:^|_)(?:${secretNames.join('|')}|[A-Z0-9]{1,32}_PWD|(?:PG|MYSQL|DB)PWD)$|${glued}$`,
)
const publics = /(?:^|_)(?:PUBLIC|PUBLISHABLE|ANON)(?:_[A-Z]+)?_(?:KEY|TOKEN)S?$|^(?:OLD)?_?PWD$/

/** Every one of these may be a secret: a quick look before a slow one. */
export const secretWord =
  /pass|pwd|secret|token|key|auth|jwt|cred|cookie|salt|pepper|mnemonic|seed|team|bearer|basic|(?:^|[^a-z])pat(?:[^a-z]|$)/i

/** Whether a name says that its value is a secret; `camelCase` and `kebab-case` count. */
export function namesSecret(name: string): boolean {
  return secretWord.test(name) && (npmAuth.test(name) || isSecretName(normalized(name)))
}

/** `//registry.example/:_auth` is a user and a password. */
const npmAuth = /[:/_]_auth$/i

/** Whether a name says that its value is a password, which may be a number. */
export function namesPassword(name: string): boolean {
  return /PASS(?:WORD|WD|PHRASE|CODE)?$|PWD$/.test(normalized(name))
}

function isSecretName(name: string): boolean {
  if (publics.test(name)) return false
  return names.test(name) || names.test(name.replace(trailing, ''))
}

/** As variables are written: `dbPassword`, `db-password` and `db.password` are `DB_PASSWORD`. */
function normalized(name: string): string {
  return name
    .slice(-80)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
}
