import { settings } from '../../language/claude-bottle/settings.ts'
import type { DocumentOf } from '../document-type.ts'
import { lazy } from '../lazy.ts'
import { documentSchemaOf } from '../rows.ts'

export type ClaudeBottleDocument = DocumentOf<typeof settings>

/** The Smolfile document, its keys in the order of the text. */
export const documentSchema = lazy(() => documentSchemaOf<ClaudeBottleDocument>(settings))

export const namePrefix = 'claude-bottle-'
export const defaultCommand: readonly string[] = settings.command.default
