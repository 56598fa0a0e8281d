import { partOf } from '../../../charts/parts/section';
import { nameOf } from '../../../lib/check/objects/item';
import type { Known, KubernetesObject, Labels } from '../../../lib/check/objects/kubernetes';
import { describe, isEmpty, matches, selectorOf } from '../../../lib/check/objects/selector';
import { Refusal } from '../../../lib/program/refusal';
import { CommandFailed, isOfUnknownKind, lastLine, NotAllowed } from './answer';
import { isPodOf } from './health';
import type { Kubectl } from './kubectl';
import { exposureOf, isOfGateway, kindsToDelete, label, podLabelsOf, resourceOf } from './kubectl-names';
import type { Namespace } from './namespace';
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
  readonly leftover: string;
  readonly removal: readonly string[];

  /** Warnings from before the run: from an earlier one, for instance, whose objects had the same names. */
  private former: ReadonlySet<string | undefined> = new Set();

  /**
   * @param objects all that the run may make, in any state of the chapter
   */
  constructor(
    readonly name: string,
    private readonly objects: readonly KubernetesObject[],
  ) {
    this.leftover = `what this run created in namespace ${name}`;
    const kinds = kindsToDelete(objects.filter((object) => !isOfGateway(object)));
    this.removal = ['-n', name, 'delete', kinds, '-l', label];
  }

  async ensureUsable(kubectl: Kubectl, user: string): Promise<void> {
    await this.ensureExisting(kubectl);
    const needed = this.objects.filter((object) => exposureOf(object) === undefined);
    const kinds = [...new Set(needed.map(resourceOf))];
    for (const verb of ['create', 'delete']) {
      const missing = await picked(kinds, async (kind) => {
        const { stdout } = await kubectl.try(['auth', 'can-i', verb, kind]);
        return stdout.trim() !== 'yes';
      });
      if (missing.length === 0) continue;
      const names = missing.map((kind) => kind.split('.')[0]).join(', ');
      throw new Refusal(`${user} is not allowed to ${verb} ${names} objects in namespace ${this.name}`);
    }
    const there = await this.left(kubectl);
    if (there.length > 0) {
      throw new Refusal(
        `namespace ${this.name} contains ${there.join(', ')}, which the run would change; nothing was done: delete it if it is yours, or use another namespace`,
      );
    }
    const selecting = await this.foreignSelectors(kubectl);
    if (selecting.length > 0) {
      throw new Refusal(
        `namespace ${this.name} contains ${selecting.join(', ')}, which would select Pods of the chapter; nothing was done: delete it if it is yours, or use another namespace`,
      );
    }
    this.former = new Set((await warningsIn(kubectl)).map(({ metadata }) => metadata.uid));
  }

  async make(): Promise<void> {}

  isOurs(object: KubernetesObject): boolean {
    if (object.kind === 'Pod') return isPodOf(object, this.objects);
    return this.objects.some(({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name);
  }

  concerns({ metadata, involvedObject: { kind, name = '' } }: Known<'Event'>): boolean {
    if (this.former.has(metadata.uid)) return false;
    // Those of Pods that are not the run's, the cluster leaves out.
    if (kind === 'Pod') return true;
    // A Deployment and a CronJob add one part to their own name.
    return this.objects.some((object) => name === nameOf(object) || name.replace(/-[a-z0-9]+$/, '') === nameOf(object));
  }

  /** What has a name or the label of the chapter, and what its objects select. */
  async left(kubectl: Kubectl): Promise<string[]> {
    const selectors = this.objects.flatMap((object) => {
      const selector = selectorOf(object);
      if (selector) return isEmpty(selector) ? [] : [describe(selector)];
      // The claims count Pods by their labels, so they would count those of others, too.
      return podLabelsOf(object).map((labels) => describe({ matchLabels: without(partOf, labels) }));
    });
    const found = await Promise.all([
      this.made(kubectl),
      ...[...new Set(selectors)].map((selector) => namesFrom(kubectl, ['pods,replicasets.apps', '-l', selector])),
    ]);
    return [...new Set(found.flat())];
  }

  /** What has a name or the label of the chapter: what is there of it, if it was not there before. */
  private async made(kubectl: Kubectl): Promise<string[]> {
    const names = (objects: readonly KubernetesObject[]) => [
      ...new Set(objects.map((object) => `${resourceOf(object)}/${nameOf(object)}`)),
    ];
    const found = await Promise.all([
      namesFrom(kubectl, names(this.objects.filter((object) => !isOfGateway(object)))),
      ...names(this.objects.filter(isOfGateway)).map((name) => namesFrom(kubectl, [name]).catch(noneIfUnknown)),
      namesOfAll(kubectl, label),
    ]);
    return [...new Set(found.flat())];
  }

  async remove(kubectl: Kubectl): Promise<void> {
    const made = await this.made(kubectl);
    if (made.length === 0) return;
    // What controllers have made goes first.
    const answer = await kubectl.try(['delete', ...made, '--ignore-not-found', '--cascade=foreground']);
    const left = await this.left(kubectl);
    if (left.length > 0) throw new CommandFailed({ ...answer, stderr: `${left.join(', ')} still exists` });
  }

  private async ensureExisting(kubectl: Kubectl): Promise<void> {
    try {
      const phase = 'jsonpath={.status.phase}';
      const { status, stdout, stderr } = await kubectl.try(['get', 'namespace', this.name, '-o', phase]);
      if (/not ?found/i.test(stderr)) throw new Refusal(`namespace ${this.name} does not exist`);
      if (status !== 0) throw new Refusal(lastLine(stderr));
      if (stdout === 'Terminating') throw new Refusal(`namespace ${this.name} is being deleted`);
    } catch (error) {
      // One may be allowed to write there, and still not to look at it.
      if (!(error instanceof NotAllowed)) throw error;
    }
  }

  /** What selects Pods of the chapter, and is not of the chapter. */
  private async foreignSelectors(kubectl: Kubectl): Promise<string[]> {
    const labels = this.objects.flatMap(podLabelsOf);
    const answer = await visible(kubectl, ['get', selecting.join(), '-o', 'json']);
    const items: readonly KubernetesObject[] = answer ? JSON.parse(answer).items : [];
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

/** No names of a kind that the cluster does not know. */
function noneIfUnknown(error: unknown): string[] {
  if (error instanceof CommandFailed && isOfUnknownKind(error.answer)) return [];
  throw error;
}

/** Labels without some others. */
function without(others: Labels, labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !(key in others)));
}
