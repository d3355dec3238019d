/**
 * Every diagnostic code, with what it stands for. Codes are stable: one is never used for another
 * meaning, and the README lists them all.
 */
export const codes = {
  BW001: 'the slug is malformed',
  BW002: 'the slug differs from the file name',
  BW003: 'two bottles have one slug',
  BW004: 'the command is empty',
  BW005: 'a text cannot be written',
  BW006: 'the name of an environment variable is malformed',
  BW007: 'a setting has the wrong type',
  BW010: 'there is no network device',
  BW011: 'the socket path is not absolute and normalized',
  BW012: 'the socket path is too long',
  BW013: 'a socket is used twice',
  BW030: 'a proxy variable names another host than the gateway',
  BW031: 'a proxy variable names a gateway port that does not exist',
  BW032: 'NO_PROXY covers every host',
  BW033: 'a secret would be committed in plain text',
  BW034: 'an acknowledgement is void',
  BW100: 'a source file cannot be read',
  BW101: 'an import is refused',
  BW102: 'the language feature is not available in a bottle file',
  BW103: 'imports form a cycle',
  BW104: 'a source file does not parse',
  BW110: 'the bottle file threw an error',
  BW111: 'the bottle file ran for too long',
  BW112: 'the bottle file used too much memory',
  BW113: 'the definition is too large',
  BW114: 'the default export is not a bottle',
  BW115: 'the definition is malformed',
  BW116: 'the bottle was not evaluated',
  BW120: 'there is no bottle',
  BW121: 'no bottle has that slug',
  BW200: 'a generated file was edited by hand',
  BW201: 'an output path is a symbolic link',
  BW202: 'an output path cannot be read or written',
  BW900: 'a bug in bottleworks',
} as const

export type DiagnosticCode = keyof typeof codes

/** The warnings, which a bottle may acknowledge. The rest are errors. */
export const acknowledgeable: ReadonlySet<string> = new Set<DiagnosticCode>([
  'BW030',
  'BW031',
  'BW032',
  'BW033',
])
