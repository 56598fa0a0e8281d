/** An error whose message is all that the reader needs: `run.js` prints it as it is, without a stack trace. */
export class Refusal extends Error {
  static {
    // Set, since a bundler may rename the class: by this name, run.js recognises it.
    Refusal.prototype.name = 'Refusal';
  }
}
