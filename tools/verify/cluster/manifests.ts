import { chapter } from '../../../charts/chapter';
import { type Command, Section } from '../../../charts/parts/section';
import { type Settings, settingsFrom } from '../../../charts/settings';
import { isA } from '../../../lib/check/objects/kinds';
import type { Kind, Known, KubernetesObject } from '../../../lib/check/objects/kubernetes';
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

/** Whether a Pod says that it listens on some port. */
function listens({ spec }: Known<'Pod'>): boolean {
  return (spec?.containers ?? []).some(({ ports = [] }) => ports.length > 0);
}

/**
 * The manifests as they are synthesised now, in a state of the chapter: by default with Ingresses, one replica and version 1.0. The
 * repository and the names of the classes are those of the environment, as for the synth.
 *
 * @throws Refusal if the synth refuses a setting or a chart.
 */
export function manifests(state: State = {}): Manifests {
  const { repository, ingressClass, gatewayClass } = settingsFrom(process.env);
  const app = chapter({ repository, ingressClass, gatewayClass, ...state });
  return new Manifests(app.manifests());
}
