import { settings } from '../../language/smolvm/settings.ts'
import type { DocumentOf } from '../document-type.ts'
import { lazy } from '../lazy.ts'
import { documentSchemaOf } from '../rows.ts'

export type SmolvmDocument = DocumentOf<typeof settings>
export type SmolvmNetwork = NonNullable<SmolvmDocument['network']>

/** The Smolfile document, its keys in the order of the text. */
export const documentSchema = lazy(() => documentSchemaOf<SmolvmDocument>(settings))
