/** Names of objects' own machinery, which valibot drops from a table of free names without a word. */
export const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
