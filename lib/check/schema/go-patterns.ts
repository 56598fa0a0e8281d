/** What the patterns of Go can have, and JavaScript reads as something else. */
const onlyInGo = /\\[AzQEpPC]|\[\[:/;

/** Whether JavaScript reads a pattern, which is in the syntax of Go, as Go does. */
export function isPortable(pattern: string): boolean {
  if (onlyInGo.test(pattern)) return false;
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text, such as an expression, has no pattern in it that JavaScript reads as something else. */
export function hasNoGoSyntax(text: string): boolean {
  return !onlyInGo.test(text);
}
