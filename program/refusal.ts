/** An error whose message is all that the reader needs: printed as it is, without a stack trace. */
export class Refusal extends Error {}
