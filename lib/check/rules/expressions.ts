import { refused, refusedPod } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { isBuiltIn } from '../objects/kinds';
import { below } from '../schema/paths';
import { isObject } from '../schema/schema';

/** The requirements of selectors have the values that their operator needs, wherever in an object they are. */
export const expressions: Rule = {
  id: 'expressions',
  finds: 'A selector requirement whose operator and values do not match.',
  mend: 'Give In and NotIn at least one value, Gt and Lt one number, and Exists and DoesNotExist none.',
  sources: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements',
  ],

  *find(app) {
    for (const item of app.items.filter(({ object }) => isBuiltIn(object))) {
      for (const { path, operator, values } of requirementsIn(item.object, '')) {
        const problem = problemOf(operator, values);
        if (problem === undefined) continue;
        const pod = app.pods.find((other) => other.item === item && path.startsWith(`${other.path}.`));
        yield { item, path, problem: `the operator ${operator} ${problem}`, effect: pod ? refusedPod(pod) : refused };
      }
    }
  },
};

function problemOf(operator: string, values: readonly unknown[]): string | undefined {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length === 0 ? 'needs at least one value' : undefined;
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0 ? 'accepts no values' : undefined;
    case 'Gt':
    case 'Lt':
      return values.length === 1 ? undefined : 'needs exactly one value';
    default:
      return undefined;
  }
}

function* requirementsIn(
  value: unknown,
  path: string,
): Iterable<{ path: string; operator: string; values: readonly unknown[] }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* requirementsIn(item, `${path}[${index}]`);
  } else if (isObject(value)) {
    const { key, operator, values = [] } = value;
    if (
      /\.matchExpressions\[\d+\]$/.test(path) &&
      typeof key === 'string' &&
      typeof operator === 'string' &&
      Array.isArray(values)
    ) {
      yield { path, operator, values };
    } else {
      for (const [name, field] of Object.entries(value)) yield* requirementsIn(field, below(path, name));
    }
  }
}
