import { run } from '../src/cli/main.ts'

await run('vet')
