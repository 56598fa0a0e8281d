// What kubectl has to know of the chapter's objects: names of kinds, labels, addresses, what to delete; and what they do to
// others.

import { partOf } from '../../../charts/parts/section';
import { nameOf } from '../../../lib/check/objects/item';
import { isA } from '../../../lib/check/objects/kinds';
import type { Known, KubernetesObject, Labels } from '../../../lib/check/objects/kubernetes';
import { podIn } from '../../../lib/check/objects/pods';

/** The label that every object of the chapter has, as `kubectl get -l` takes it. */
export const label = Object.entries(partOf)
  .map(([key, value]) => `${key}=${value}`)
  .join();

/** The kind of an object as kubectl takes it: with its group, since other groups may have a kind of that name. */
export function resourceOf({ apiVersion, kind }: KubernetesObject): string {
  const [group, version] = apiVersion.split('/');
  return version ? `${kind}.${version}.${group}` : kind;
}

/** The labels of a Pod, or of the Pods that an object makes, if it makes any. */
export function podLabelsOf(object: KubernetesObject): Labels[] {
  const labels = podIn(object)?.metadata?.labels;
  return labels ? [labels] : [];
}

/**
 * What an object does to others who use the same cluster: it opens a way into it, which they share or pay for.
 *
 * @returns undefined if it does nothing of the kind
 */
export function exposureOf(object: KubernetesObject): string | undefined {
  if (isA(object, 'Service') && object.spec?.type === 'LoadBalancer')
    return 'requests a load balancer, which may cost money';
  if (object.kind === 'Ingress' || isOfGateway(object))
    return 'claims paths for every host on a controller that others may share';
  return undefined;
}

/** Whether an object is of the Gateway API, which not every cluster knows. */
export function isOfGateway({ apiVersion }: KubernetesObject): boolean {
  return apiVersion.startsWith('gateway.networking.k8s.io/');
}

/** Name and port of a Service, as Pods of its namespace reach it. */
export function addressOf(service: Known<'Service'>): string {
  return `${nameOf(service)}:${service.spec?.ports?.[0]?.port}`;
}

/** What hello-app of the image of an object's Pods calls its version: tag 1.0 is `1.0.0`. */
export function versionOf(object: KubernetesObject): string {
  return `${podIn(object)?.spec?.containers[0]?.image?.split(':').at(-1)}.0`;
}

/** Whether an object makes claims, which stay when it is deleted. */
export function makesClaims(object: KubernetesObject): boolean {
  return isA(object, 'StatefulSet') && (object.spec?.volumeClaimTemplates ?? []).length > 0;
}

/** What `kubectl delete … -l` has to name so that nothing of some objects is left: `all`, and the kinds that are not in that. */
export function kindsToDelete(objects: readonly KubernetesObject[]): string {
  const kinds = objects.flatMap((object) => [object.kind, ...(makesClaims(object) ? ['PersistentVolumeClaim'] : [])]);
  const others = kinds.filter((kind) => !inAll.has(kind)).map((kind) => kind.toLowerCase());
  return ['all', ...new Set(others.sort())].join();
}

/** The kinds that `kubectl delete all` deletes. */
const inAll = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Job',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'Service',
  'StatefulSet',
]);
