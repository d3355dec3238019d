/** A bottle file whose machine has `calls` after `machine(slug)`. */
export function machineSource(slug: string, calls = ''): string {
  return `import { hostEnv, hostFile, machine, rawNet, virtioNet } from 'bottleworks'

export default machine('${slug}').user('1000')
  ${calls}
`
}
