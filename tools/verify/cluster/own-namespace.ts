import { Refusal } from '../../../lib/program/refusal';
import type { Kubectl } from './kubectl';
import type { Namespace } from './namespace';
import { until } from './until';
import { namesOfAll } from './visible';

/** What Kubernetes itself puts into each. */
const inEachNamespace = new Set(['configmap/kube-root-ca.crt', 'serviceaccount/default']);

/** A namespace of the run's own. */
export class OwnNamespace implements Namespace {
  readonly leftover: string;
  readonly removal: readonly string[];

  /**
   * @param level what its Pods may be, by the standards of Pod Security
   * @param timeout how long it may take to be ready, in milliseconds
   * @param instead what helps somebody who may not make it
   */
  constructor(
    readonly name: string,
    private readonly level: 'privileged' | 'restricted',
    private readonly timeout: number,
    private readonly instead?: string,
  ) {
    this.leftover = `namespace ${name}`;
    this.removal = ['delete', 'namespace', name];
  }

  async ensureUsable(kubectl: Kubectl, user: string): Promise<void> {
    for (const verb of ['create', 'delete']) {
      const { stdout } = await kubectl.try(['auth', 'can-i', verb, 'namespaces']);
      if (stdout.trim() === 'yes') continue;
      throw new Refusal([`${user} is not allowed to ${verb} namespaces`, this.instead].filter(Boolean).join('; '));
    }
  }

  async make(kubectl: Kubectl): Promise<void> {
    const labels = {
      'pod-security.kubernetes.io/enforce': this.level,
      'pod-security.kubernetes.io/warn': this.level,
    };
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.name, labels } };
    await kubectl.do(['create', '-f', '-'], JSON.stringify(namespace));
    const account = ['get', 'serviceaccount', 'default']; // without it, Pods are refused
    await until(async () => (await kubectl.try(account)).status === 0, this.timeout);
  }

  isOurs(): boolean {
    return true;
  }

  concerns(): boolean {
    return true;
  }

  /** All that the run has made. */
  async left(kubectl: Kubectl): Promise<string[]> {
    return (await namesOfAll(kubectl)).filter((name) => !inEachNamespace.has(name));
  }

  async remove(kubectl: Kubectl): Promise<void> {
    await kubectl.do(['delete', 'namespace', this.name, '--ignore-not-found']);
  }
}
