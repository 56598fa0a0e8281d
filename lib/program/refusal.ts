/** An error whose message is all that the reader needs: `run.js` prints it as it is, without a stack trace. */
export class Refusal extends Error {
  // Given, since a bundle may call the class otherwise: by this name, run.js knows it.
  override readonly name = 'Refusal';
}
