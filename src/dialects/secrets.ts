/** The names, or ends of names, of variables that hold a secret. */
export const secretNames: readonly string[] = [
  'TOKEN',
  'SECRET',
  'SECRETS',
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'CREDENTIAL',
  'CREDENTIALS',
  'APIKEY',
  'API_KEY',
  'ACCESSKEY',
  'ACCESS_KEY',
  'PRIVATEKEY',
  'PRIVATE_KEY',
  'SECRETKEY',
  'SECRET_KEY',
  'AUTHKEY',
  'AUTH_KEY',
  'ENCRYPTIONKEY',
  'ENCRYPTION_KEY',
  'SIGNINGKEY',
  'SIGNING_KEY',
]

const namesSecret = new RegExp(`(?:^|_)(?:${secretNames.join('|')})$`, 'i')

/**
 * Shapes that issuers document for their tokens; each is specific enough to be no accident. The
 * text is hostile, so no pattern may try again and again: hence the bounds of the last but one.
 */
export const tokenShapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bsk-ant-[A-Za-z0-9_-]{16,}/, 'an Anthropic key'],
  [/\bsk-(?:proj-)?[A-Za-z0-9_-]{20,}/, 'an OpenAI key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}/, 'a GitHub token'],
  [/\bgithub_pat_[A-Za-z0-9_]{22,}/, 'a GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}/, 'a GitLab token'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  [/\bAIza[A-Za-z0-9_-]{35}/, 'a Google API key'],
  [/\bxox[abeprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/\bnpm_[A-Za-z0-9]{36}/, 'an npm token'],
  [/\beyJ[A-Za-z0-9_-]{8,1024}\.eyJ[A-Za-z0-9_-]{8,1024}\./, 'a JSON Web Token'],
  [/^[a-z][a-z0-9+.-]*:\/\/[^/@\s:]+:[^/@\s]+@/i, 'a URL with a password'],
]

/** Returns the kind of token that a text holds, by the form that its issuer documents. */
export function tokenIn(text: string): string | undefined {
  return tokenShapes.find(([pattern]) => pattern.test(text))?.[1]
}

/** Returns why a literal environment variable looks like a secret, or undefined. */
export function secretReason(name: string, value: string): string | undefined {
  const token = tokenIn(value)
  if (token !== undefined) return `its value has the form of ${token}`
  if (value !== '' && namesSecret.test(name)) return 'its name says so'
  return undefined
}
