/** The dialect of a new bottle when nobody says another. It stands alone, since help names it. */
export const defaultDialect = 'claude-bottle'
