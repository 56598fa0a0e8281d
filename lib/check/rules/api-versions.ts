import { accepted, type Effect, refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { customSchemas, isDefinition } from '../schema/custom';
import { formats } from '../schema/formats';
import { isImported, schemas } from '../schema/imported';
import { nearestTo } from '../schema/nearest';
import { has } from '../schema/versions';

/**
 * Every object is of a kind that the oldest Kubernetes in question serves in a stable version of its API; or of a custom kind
 * that was imported, that the app defines, or that the cluster is said to have.
 */
export const apiVersions: Rule = {
  id: 'api-versions',
  finds:
    'An object of a kind that Kubernetes does not serve in a stable API version (not yet, or no longer) and that no CustomResourceDefinition defines.',
  mend: 'Write the apiVersion that `kubectl explain KIND` shows. If your cluster defines the kind, declare it as given: GROUP/VERSION/KIND.',
  sources: [
    'https://kubernetes.io/docs/reference/using-api/#api-versioning',
    'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  ],

  *find(app) {
    const definitions = app.ofKind('CustomResourceDefinition').map(({ object }): unknown => object);
    const custom = new Set(
      definitions.filter(isDefinition).flatMap((definition) => [...customSchemas(definition).keys()]),
    );
    for (const item of app.items) {
      const { apiVersion, kind } = item.object;
      const name = `${apiVersion} ${kind}`;
      if (Object.hasOwn(schemas.kinds, name) || custom.has(name) || app.isGiven(`${apiVersion}/${kind}`)) continue;
      const since = schemas.later[name];
      if (since !== undefined && has(app.kubernetes, since)) continue;
      yield { item, path: 'apiVersion', ...judged(apiVersion, kind, app.kubernetes) };
    }
  },
};

function judged(apiVersion: string, kind: string, kubernetes: string): { problem: string; effect: Effect } {
  const since = schemas.later[`${apiVersion} ${kind}`];
  if (since !== undefined)
    return { problem: `${kind} in ${apiVersion} was added in Kubernetes ${since}`, effect: refused };
  const versions = versionsOf(kind);
  const kinds = kindsLike(kind, apiVersion);
  const hint = (names: readonly string[]) => (names.length > 0 ? `: did you mean ${names.join(' or ')}?` : '');
  if (isCustom(apiVersion)) {
    const [group] = apiVersion.split('/');
    const meant = hint([...versions.filter((name) => name.startsWith(`${group}/`)), ...kinds]);
    const given = `the cluster defines it, declare it as given: ${apiVersion}/${kind}`;
    const advice = meant ? `${meant} If ${given}` : `; if ${given}`;
    return { problem: `nothing defines the kind ${kind} in ${apiVersion}${advice}`, effect: unserved };
  }
  const meant = hint([...versions, ...kinds]);
  return /v\d+(?:alpha|beta)\d+$/.test(apiVersion)
    ? { problem: `${apiVersion} is not a stable API version${meant}`, effect: unserved }
    : { problem: `Kubernetes ${kubernetes} does not serve ${kind} in ${apiVersion}${meant}`, effect: unknown };
}

const unknown: Effect = { severity: 'refused', text: 'kubectl finds no such kind' };
const unserved = accepted('kubectl finds no such kind, unless the cluster serves it');

const ownKinds = Object.keys(schemas.kinds).filter((name) => !isImported(name));
const ownGroups = new Set(ownKinds.map((name) => name.replace(/\/.*$| .*$/, '')));

/** Whether a custom kind can be defined there: only the groups of Kubernetes itself have no dot. */
function isCustom(apiVersion: string): boolean {
  const [group = '', version] = apiVersion.split('/');
  return (
    version !== undefined && group.includes('.') && !ownGroups.has(group) && formats['dns-name']?.test(group) === true
  );
}

/** The API versions that have a kind. */
function versionsOf(kind: string): string[] {
  return Object.keys(schemas.kinds).flatMap((name) =>
    name.endsWith(` ${kind}`) ? [name.slice(0, -kind.length - 1)] : [],
  );
}

/** The kinds of an API version that are called nearly so. */
function kindsLike(kind: string, apiVersion: string): string[] {
  const known = Object.keys(schemas.kinds).flatMap((name) =>
    name.startsWith(`${apiVersion} `) ? [name.slice(apiVersion.length + 1)] : [],
  );
  const nearest = nearestTo(kind, known);
  return nearest === undefined ? [] : [nearest];
}
