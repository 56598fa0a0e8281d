import type { Diagnostic } from './findings/diagnostic';
import { podsRefused, refused } from './findings/effects';
import type { Entry } from './objects/entries';
import { isDefinition } from './schema/custom';
import type { Mismatch } from './schema/mismatches';
import { isObject } from './schema/schema';
import { Structure, type StructureProps } from './schema/structure';

/** What is wrong with the structure of objects, by the schemas of a cluster and of the definitions among the objects. */
export function malformed(entries: readonly Entry[], cluster: Omit<StructureProps, 'definitions'>): Diagnostic[] {
  const builtIn = new Structure(cluster);
  const definitions = entries
    .map(({ object }) => object)
    .filter(isDefinition)
    .filter((definition) => builtIn.mismatches(definition).length === 0);
  const structure = definitions.length > 0 ? new Structure({ ...cluster, definitions }) : builtIn;
  return entries.flatMap(({ chart, object }) =>
    structure.mismatches(object).map((mismatch) => ({
      place: { file: chart },
      object: titleOf(object),
      rule: 'structure',
      path: mismatch.path,
      problem: mismatch.problem,
      effect: isLate(object, mismatch) ? podsRefused : refused,
    })),
  );
}

/** Kind and name as far as an object has them. */
function titleOf(object: unknown): string {
  if (!isObject(object)) return 'a value';
  const { kind, metadata } = object;
  const name = isObject(metadata) ? metadata.name : undefined;
  return (
    [kind, name].filter((part) => typeof part === 'number' || (typeof part === 'string' && part !== '')).join(' ') ||
    'an object'
  );
}

/** Whether Kubernetes 1.27 looks at a field of a StatefulSet only when it makes the Pods. */
function isLate(object: unknown, { path, fault }: Mismatch): boolean {
  return (
    fault === 'value' &&
    isObject(object) &&
    object.kind === 'StatefulSet' &&
    /^spec\.(?:template\.spec(?!\.restartPolicy|\.activeDeadlineSeconds)|volumeClaimTemplates)/.test(path)
  );
}
