/** Whether a number would be written just like this. */
export function isPlainNumber(digits: string): boolean {
  return /^\d{1,15}$/.test(digits) && String(Number(digits)) === digits
}
