import { distance } from 'fastest-levenshtein';

/** The name that was probably meant, if one is near enough. */
export function nearestTo(name: string, known: readonly string[]): string | undefined {
  const far = (other: string) => distance(name.toLowerCase(), other.toLowerCase());
  const [nearest] = known.map((other) => [far(other), other] as const).sort(([left], [right]) => left - right);
  return nearest && nearest[0] <= Math.max(1, name.length / 4) ? nearest[1] : undefined;
}
