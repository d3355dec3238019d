/** Whole texts that stand for a value which somebody must put there, or that say there is none. */
const words = new Set(
  `true false yes no on off none null nil undefined enabled disabled auto required optional
   changeme change-me change_me redacted masked todo tbd unset empty unused
   string prompt ask env keyring keychain file stdin inherit`.split(/\s+/),
)

/** Schemes and prefixes that name where a value is kept. */
const reference =
  /^(?:op|vault|env|file|ref\+[a-z]+|sops|secret|secrets|awssm|aws-?ssm|gcpsm|akv|bws|doppler|keychain|pass|systemd|k8s):(?:\/\/|[A-Za-z/_.])|^arn:aws[a-z-]*:(?:secretsmanager|ssm|kms):|^projects\/[^/]{1,80}\/secrets\//i

/** Parts that a shell or a template engine replaces, when it sees them. */
const replaced =
  /\$\{\{?[^{}]{0,200}\}?\}|\$\([^()]{0,400}\)|\{\{[^{}]{0,200}\}\}|`[^`]{0,400}`|%[A-Z][A-Z_]{1,60}%|<[A-Za-z][\w .-]{0,60}>/g

/**
 * Whether a text is no secret though its place says so: a reference to one, a placeholder, a switch,
 * a number, the path of a file.
 */
export function isHarmless(value: string): boolean {
  const text = value.slice(0, 1_024).trim()
  return (
    text === '' ||
    words.has(text.toLowerCase()) ||
    /^(?:[xX*.\u2022_#-]{2,}|\u2026|\*)$/.test(text) ||
    /^-?\d{1,32}(?:\.\d{1,32})?$/.test(text) ||
    /^(?:<[^<>]*>|\[[A-Z][A-Z _-]*\]|your[-_ ][\w -]{1,60}|(?:insert|enter|replace)[-_ ][\w -]{1,60}|[A-Z_]*(?:TOKEN|KEY|SECRET|PASSWORD)(?:_HERE)?)$/i.test(
      text,
    ) ||
    reference.test(text) ||
    isPath(text) ||
    isReplaced(text)
  )
}

/** A path of a file: no segment of it is as long and as mixed as a key. */
function isPath(text: string): boolean {
  if (!/^(?:~|\.{1,2}|[A-Z]:)?(?:[/\\][\w.@+-]{0,255})+$/.test(text)) return false
  const parts = text.split(/[/\\]/)
  return parts.length > 2 && !parts.some((part) => /^[A-Za-z0-9+]{28,}$/.test(part))
}

/** Whether nothing is left, or as good as nothing, when a shell has replaced its parts. */
function isReplaced(text: string): boolean {
  if (!/[$%`<{]/.test(text)) return false
  if (
    /^\$[A-Za-z_]\w*$/.test(text) ||
    /^(?:[^A-Za-z0-9$]|\$[A-Z_][A-Z0-9_]*(?![a-z0-9]))+$/.test(text)
  )
    return true
  const rest = text.replace(replaced, '')
  return rest !== text && rest.replace(/[^A-Za-z0-9]/g, '').length < 6
}
