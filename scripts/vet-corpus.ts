import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { escapeControls } from '../src/diagnostic/text.ts'
import { compareVerdicts } from '../test/conformance/compare.ts'
import { askParser, buildParser } from '../test/conformance/parser.ts'

/** Vets every file of a folder, and compares the verdicts with those of upstream's parser. */
const [folder] = process.argv.slice(2)
if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error('usage: npm run vet:corpus -- DIR, a folder of Smolfiles')
  process.exitCode = 64
} else {
  process.exitCode = vetCorpus(folder)
}

function vetCorpus(folder: string): number {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  buildParser()
  let mismatches = 0
  for (const verdict of askParser(paths)) {
    const text = readFileSync(verdict.path, 'utf8')
    const { ours, theirs, codes, mismatch } = compareVerdicts(text, verdict)
    const stricter = ours === 'bad' && theirs === 'good' && mismatch === undefined
    const note = mismatch ?? (stricter ? `stricter: ${codes.join(', ')}` : 'agreed')
    console.log(
      `${ours.padEnd(4)} ${theirs.padEnd(4)} ${escapeControls(`${verdict.path}: ${note}`)}`,
    )
    if (mismatch !== undefined) mismatches += 1
  }
  console.log(`${paths.length} Smolfiles, ${mismatches} verdicts that nothing explains`)
  return mismatches === 0 && paths.length > 0 ? 0 : 1
}
