import type { KubernetesObject } from '../inventory/kubernetes';
import { describe, isEmpty, matches, selectorOf } from '../inventory/selector';
import { Refusal } from '../program/refusal';
import { CommandFailed, NotAllowed } from './answer';
import type { Kubectl } from './kubectl';
import { exposureOf, isOfGateway, kindsToDelete, label, nameOf, podLabelsOf, resourceOf } from './manifests';
import type { Namespace } from './namespace';
import { type ClusterEvent, isPodOf, type Resource } from './resource';
import { namesFrom, namesOfAll, visible, warningsIn } from './visible';

/** The kinds that select Pods, to send them requests or to keep them. */
const selecting = [
  'services',
  'replicationcontrollers',
  'replicasets.apps',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
];

/** A namespace that was there before, with what others have in it. */
export class SharedNamespace implements Namespace {
  readonly rest: string;
  readonly command: string;

  /** The events of before: of an earlier run, for instance, whose objects had the same names. */
  private former: ReadonlySet<string | undefined> = new Set();

  /**
   * @param objects all that the run may make, in any state of the chapter
   */
  constructor(
    readonly name: string,
    private readonly objects: readonly KubernetesObject[],
  ) {
    this.rest = `what the run has made in the namespace ${name}`;
    const kinds = kindsToDelete(objects.filter((object) => !isOfGateway(object)));
    this.command = `kubectl -n ${name} delete ${kinds} -l ${label}`;
  }

  async see(kubectl: Kubectl, user: string): Promise<void> {
    await this.seeExisting(kubectl);
    const needed = this.objects.filter((object) => exposureOf(object) === undefined);
    const kinds = [...new Set(needed.map(resourceOf))];
    for (const verb of ['create', 'delete']) {
      const missing = await picked(kinds, async (kind) => {
        const { stdout } = await kubectl.try(['auth', 'can-i', verb, kind]);
        return stdout.trim() !== 'yes';
      });
      if (missing.length === 0) continue;
      const names = missing.map((kind) => kind.split('.')[0]).join(', ');
      throw new Refusal(`${user} may not ${verb} objects of the kind ${names} in the namespace ${this.name}`);
    }
    const there = await this.left(kubectl);
    if (there.length > 0) {
      throw new Refusal(
        `the namespace ${this.name} holds what the chapter would change: ${there.join(', ')}; nothing was done: delete it, or name another namespace`,
      );
    }
    const selecting = await this.foreignSelectors(kubectl);
    if (selecting.length > 0) {
      throw new Refusal(
        `the namespace ${this.name} holds what selects Pods of the chapter: ${selecting.join(', ')}; nothing was done: delete it, or name another namespace`,
      );
    }
    this.former = new Set((await warningsIn(kubectl)).map(({ metadata }) => metadata.uid));
  }

  async make(): Promise<void> {}

  isOurs(pod: Resource): boolean {
    return isPodOf(pod, this.objects);
  }

  concerns({ metadata, involvedObject }: ClusterEvent): boolean {
    if (this.former.has(metadata.uid)) return false;
    return this.objects.some(
      (object) => involvedObject.name === nameOf(object) || involvedObject.name.startsWith(`${nameOf(object)}-`),
    );
  }

  /** What the chapter names, what has its label, and what its objects select. */
  async left(kubectl: Kubectl): Promise<string[]> {
    const names = (objects: readonly KubernetesObject[]) => [
      ...new Set(objects.map((object) => `${resourceOf(object)}/${nameOf(object)}`)),
    ];
    const selectors = new Set(
      this.objects.flatMap((object) => {
        const selector = selectorOf(object);
        return selector && !isEmpty(selector) ? [describe(selector)] : [];
      }),
    );
    const found = await Promise.all([
      namesFrom(kubectl, names(this.objects.filter((object) => !isOfGateway(object)))),
      namesFrom(kubectl, names(this.objects.filter(isOfGateway))), // on their own, for the cluster may not know the kinds
      namesOfAll(kubectl, label),
      ...[...selectors].map((selector) => namesFrom(kubectl, ['pods,replicasets.apps', '-l', selector])),
    ]);
    return [...new Set(found.flat())];
  }

  async remove(kubectl: Kubectl): Promise<void> {
    // More than once: a controller may make another Pod before it goes itself.
    for (let tries = 1; ; tries++) {
      const left = await this.left(kubectl);
      if (left.length === 0) return;
      const answer = await kubectl.try(['delete', ...left, '--ignore-not-found', '--cascade=foreground']);
      if (answer.status !== 0 || tries === 3) throw new CommandFailed(answer);
    }
  }

  private async seeExisting(kubectl: Kubectl): Promise<void> {
    try {
      const { status, stdout } = await kubectl.try(['get', 'namespace', this.name, '-o', 'jsonpath={.status.phase}']);
      if (status !== 0) throw new Refusal(`there is no namespace ${this.name}`);
      if (stdout === 'Terminating') throw new Refusal(`the namespace ${this.name} is being deleted`);
    } catch (error) {
      // One may be allowed to write there, and still not to look at it.
      if (!(error instanceof NotAllowed)) throw error;
    }
  }

  /** What of others would take Pods of the chapter for its own. */
  private async foreignSelectors(kubectl: Kubectl): Promise<string[]> {
    const labels = this.objects.flatMap(podLabelsOf);
    const answer = await visible(kubectl, ['get', selecting.join(), '-o', 'json']);
    const items: readonly Resource[] = answer ? JSON.parse(answer).items : [];
    return items
      .filter((item) => {
        const selector = selectorOf(item);
        return selector && !isEmpty(selector) && labels.some((labels) => matches(selector, labels));
      })
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  }
}

/** Those for which a question is answered with yes. */
async function picked<T>(all: readonly T[], ask: (one: T) => Promise<boolean>): Promise<T[]> {
  const answers = await Promise.all(all.map(ask));
  return all.filter((_, index) => answers[index]);
}
