import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importSmolfiles } from '../../../src/codemod/import-smolfiles.ts'
import { caseFolder, makeHostileProject, quick } from '../../hostile/run.ts'
import { setUp } from '../../hostile/setup.ts'
import { compareProject, compareTexts } from './compare.ts'
import { mutant } from './mutants.ts'
import { program } from './programs.ts'

const each = 1_000
