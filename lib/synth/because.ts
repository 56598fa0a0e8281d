/** The reasons for a field itself, or for the fields inside it, nested as these are. */
export type Reasons = string | { readonly [field: string]: Reasons } | readonly Reasons[];

class Given {
  constructor(readonly reasons: Reasons) {}
}

/**
 * Says why fields are set. Spread it into the object that has the fields, or into an enclosing one. The reasons become comments in
 * the manifest. They stay with the object wherever it is used and apply to no other.
 *
 * A field needs a reason if the equivalent commands would not have written it. The synth refuses a reason
 * whose field does not exist.
 *
 * @param reasons for the object that this is spread into, or for fields of it
 * @example { readOnlyRootFilesystem: true, ...because({ readOnlyRootFilesystem: 'the app writes no files' }) }
 */
export function because(reasons: Reasons): object {
  // No key that the API knows, so that it is in no manifest; and each its own, so that none is lost when objects are spread
  // into each other.
  return { [Symbol('because')]: new Given(reasons) };
}

/** The reasons that were spread into an object; the last is the one that counts most. */
export function reasonsIn(value: object): Reasons[] {
  return Object.getOwnPropertySymbols(value)
    .map((key): unknown => Reflect.get(value, key))
    .flatMap((given) => (given instanceof Given ? [given.reasons] : []));
}
