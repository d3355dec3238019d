import { main } from '../src/cli/main.ts'
import { processTerminal } from '../src/cli/terminal.ts'

process.exitCode = await main(['vet', ...process.argv.slice(2)], processTerminal())
