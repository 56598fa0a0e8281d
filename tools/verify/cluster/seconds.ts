import { InvalidArgumentError } from 'commander';

/**
 * The value of an option that is a number of seconds.
 *
 * @throws InvalidArgumentError if it is none.
 */
export function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('It must be a number of seconds greater than 0 and at most 86400.');
}
