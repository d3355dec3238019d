/**
 * The variables that say where programs connect and whom they trust, as one vocabulary: rules warn
 * of them, and a review classes them.
 */
import { NameList } from './name-list.ts'

/**
 * The variables that name a proxy: curl(1) and its like, npm-config(7), Yarn, Cargo, pip, gRPC
 * (environment_variables.md) and global-agent.
 */
export const proxyVariables = new NameList(
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'FTP_PROXY',
  'RSYNC_PROXY',
  'SOCKS_PROXY',
  'WS_PROXY',
  'WSS_PROXY',
  'GRPC_PROXY',
  'npm_config_proxy',
  'npm_config_https_proxy',
  'YARN_HTTP_PROXY',
  'YARN_HTTPS_PROXY',
  'CARGO_HTTP_PROXY',
  'PIP_PROXY',
  'GLOBAL_AGENT_HTTP_PROXY',
  'GLOBAL_AGENT_HTTPS_PROXY',
)

/** The variables of hosts that programs reach without their proxy. */
export const exemptionVariables = new NameList(
  'NO_PROXY',
  'NO_GRPC_PROXY',
  'npm_config_noproxy',
  'GLOBAL_AGENT_NO_PROXY',
)

/** The variables that name certificate authorities to TLS libraries and programs. */
export const authorityVariables = new NameList(
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_SYSTEM_CA',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'PIP_CERT',
  'AWS_CA_BUNDLE',
  'CARGO_HTTP_CAINFO',
  'DENO_CERT',
  'DENO_TLS_CA_STORE',
  'npm_config_ca',
  'npm_config_cafile',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
)

/** With what a program accepts any certificate. */
export const verificationVariables = new NameList(
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'GIT_SSL_NO_VERIFY',
  'PYTHONHTTPSVERIFY',
  'npm_config_strict_ssl',
  'PIP_TRUSTED_HOST',
  'GOINSECURE',
  'GONOSUMDB',
  'GONOSUMCHECK',
)

/** The variables that decide how git connects, or which code a program loads before its own. */
export const steeringVariables = new NameList(
  'GIT_CONFIG*',
  'GIT_SSH*',
  'GIT_PROXY*',
  'GIT_EXEC*',
  'GIT_TEMPLATE*',
  'GIT_ALLOW*',
  'GIT_EXTERNAL*',
  'GIT_ASKPASS*',
  'SSH_AUTH_SOCK',
  'SSH_ASKPASS',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'LD_AUDIT',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_USE_ENV_PROXY',
  'PYTHONPATH',
  'PYTHONSTARTUP',
  'PYTHONHOME',
  'PERL5OPT',
  'PERL5LIB',
  'RUBYOPT',
  'BASH_ENV',
  'ENV',
  'PROMPT_COMMAND',
  'PATH',
  'DOCKER_HOST',
  'KUBECONFIG',
)
