import { chapter } from '../../../charts/chapter';
import { type Command, partOf, Section } from '../../../charts/parts/section';
import { type Settings, settingsFrom } from '../../../charts/settings';
import { nameOf } from '../../../lib/check/objects/inventory';
import { isA } from '../../../lib/check/objects/kinds';
import type { Kind, Known, KubernetesObject, Labels } from '../../../lib/check/objects/kubernetes';
import { podIn } from '../../../lib/check/objects/pods';
import { Refusal } from '../../../lib/program/refusal';
import type { Manifest } from '../../../lib/synth/manifest-app';

/** A state of the chapter. */
export type State = Partial<Pick<Settings, 'routing' | 'replicas' | 'version' | 'kubernetes'>>;

/** The manifests of the chapter in some state. */
export class Manifests {
  constructor(readonly all: readonly Manifest[]) {}

  /** The objects of all files. */
  get objects(): KubernetesObject[] {
    return this.all.flatMap(({ objects }) => objects.map(({ object }) => object));
  }

  /**
   * The manifest in a file.
   *
   * @throws Refusal if there is none: the claims are about another chapter.
   */
  of(file: string): Manifest {
    const manifest = this.all.find((manifest) => manifest.file === file);
    if (!manifest) throw new Refusal(`tools/verify/sections expects ${file}, but the chapter does not have it`);
    return manifest;
  }

  /**
   * The first object of a kind in a file, or the first for which a condition holds, too.
   *
   * @throws Refusal if there is none.
   */
  get<K extends Kind>(file: string, kind: K, condition: (object: Known<K>) => boolean = () => true): Known<K> {
    const objects = this.of(file).objects.flatMap(({ object }) => (isA(object, kind) ? [object] : []));
    const found = objects.find(condition);
    if (!found) throw new Refusal(`${file} does not contain the ${kind} that tools/verify/sections expects`);
    return found;
  }

  /** The same with other objects in place of each: none, one or several. A file without any is left out. */
  map(change: (object: KubernetesObject) => readonly KubernetesObject[]): Manifests {
    const all = this.all.map((manifest) => {
      const objects = manifest.objects.flatMap(({ object, reasons }) =>
        change(object).map((object) => ({ object, reasons })),
      );
      return { ...manifest, objects };
    });
    return new Manifests(all.filter(({ objects }) => objects.length > 0));
  }

  /** The Pod of 4.3 that sends the requests: it listens on no port itself. */
  get client(): Known<'Pod'> {
    return this.get('pod.yaml', 'Pod', (pod) => !listens(pod));
  }

  /** The Pod that answers them. */
  get server(): Known<'Pod'> {
    return this.get('pod.yaml', 'Pod', listens);
  }
}

/** The equivalent commands of a manifest. */
export function commandsOf({ chart }: Manifest): readonly Command[] {
  return Section.isSection(chart) ? chart.commands : [];
}

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

/** Whether a Pod says that it listens on some port. */
function listens({ spec }: Known<'Pod'>): boolean {
  return (spec?.containers ?? []).some(({ ports = [] }) => ports.length > 0);
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

/**
 * The manifests as they are synthesised now, in a state of the chapter: by default, the first that a section makes. The
 * repository and the names of the classes are those of the environment, as for the synth.
 *
 * @throws Refusal if the synth refuses a setting or a chart.
 */
export function manifests(state: State = {}): Manifests {
  const { repository, ingressClass, gatewayClass } = settingsFrom(process.env);
  const app = chapter({ repository, ingressClass, gatewayClass, ...state });
  return new Manifests(app.manifests());
}
