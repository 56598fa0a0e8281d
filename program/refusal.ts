/** An error whose message tells its reader all there is to know: shown as it is, without a stack trace. */
export class Refusal extends Error {}
