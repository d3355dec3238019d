/** Why a gateway is not started like that, and what to do about it. */
export interface Refusal {
  readonly message: string
  readonly hint: string
}
