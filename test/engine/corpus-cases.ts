import { corpusFiles } from '../support/corpus.ts'
import type { Case } from './cases.ts'

/** The Smolfiles of the corpus, where there is one. */
export const corpusCases: readonly Case[] = corpusFiles.map(({ name, text }) => ({
  name,
  text,
  isMoved: true,
}))
