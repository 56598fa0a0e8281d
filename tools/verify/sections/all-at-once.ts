import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOf, titleOf } from '../../../lib/check/objects/item';
import { isA } from '../../../lib/check/objects/kinds';
import { textOf } from '../../../lib/synth/manifest-app';
import { NotAllowed } from '../cluster/answer';
import type { Claim, SectionClaims } from '../cluster/claim';
import type { Cluster } from '../cluster/cluster';
import { kindsToDelete, label } from '../cluster/kubectl-names';
import type { Manifests, State } from '../cluster/manifests';
import { ClaimFailed, ClaimSkipped } from '../cluster/outcome';
import { firstLine } from '../cluster/requests';
import { ensureClass, state } from './gateway';
import { ensurePathsFree } from './ingress';

/** Runs kubectl on a folder of manifests. */
async function onFolder(cluster: Cluster, manifests: Manifests, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    for (const manifest of manifests.all) writeFileSync(join(folder, manifest.file), textOf(manifest));
    return await cluster.kubectl.try([...args, '-f', folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function applyWithoutWarning(cluster: Cluster, manifests: Manifests): Promise<void> {
  const answer = await onFolder(cluster, manifests, 'apply', '--validate=strict');
  if (answer.status === 0 && !answer.stderr.trim()) return;
  throw new ClaimFailed('kubectl apply --validate=strict -f dist', 'no warnings', firstLine(answer.stderr));
}

async function ensureNoDifference(cluster: Cluster, manifests: Manifests): Promise<void> {
  const { status, stdout, stderr } = await onFolder(cluster, manifests, 'diff');
  if (status !== 0) throw new ClaimFailed('kubectl diff -f dist', 'nothing', stdout || stderr);
}

/** Every file in one go, as against section by section. */
export function allAtOnce(manifests: Manifests, inState: (state: State) => Manifests): SectionClaims {
  const kinds = kindsToDelete(manifests.objects);
  const bare = manifests.objects.filter(({ kind }) => kind === 'Pod');
  const ingresses = manifests.objects.flatMap((object) => (isA(object, 'Ingress') ? [object] : []));

  /** Why the Ingresses are left out, if they are. */
  let withoutIngresses: string | undefined;

  /** What is applied here. */
  const here = (cluster: Cluster, state?: State) =>
    withoutIngresses
      ? cluster.permitted(state).map((object) => (object.kind === 'Ingress' ? [] : [object]))
      : cluster.permitted(state);

  const applied: Claim = {
    text: 'kubectl apply --validate=strict -f dist: no warnings',
    test: async (cluster) => {
      await ensurePathsFree(cluster, ingresses).catch((error: unknown) => {
        if (!(error instanceof ClaimSkipped)) throw error;
        withoutIngresses = error.message;
      });
      const permitted = new Set(cluster.permitted().objects.map((object) => titleOf({ object })));
      const missing = manifests.objects.map((object) => titleOf({ object })).filter((title) => !permitted.has(title));
      await applyWithoutWarning(cluster, here(cluster));
      if (missing.length > 0) return `without ${missing.join(', ')}; use --expose to include them`;
      return withoutIngresses ? `without the Ingresses: ${withoutIngresses}` : '';
    },
  };

  const well: Claim = {
    text: 'everything becomes ready or complete',
    after: applied,
    test: async (cluster) => `${await cluster.well(here(cluster).objects, true)} Pods`,
  };

  const free: Claim = {
    text: 'the bare Pods belong to no controller',
    after: applied,
    test: async (cluster) => {
      for (const pod of bare) {
        const { metadata } = await cluster.get(pod);
        const owners = metadata.ownerReferences?.map(({ kind, name }) => `${kind} ${name}`).join();
        if (!owners) continue;
        throw new ClaimFailed(
          `kubectl get pod ${nameOf(pod)} -o 'jsonpath={.metadata.ownerReferences}'`,
          'no owner',
          owners,
          [`the selector of ${owners} matches its labels, so ${owners} adopted it`],
        );
      }
    },
  };

  const unchanged: Claim = {
    text: 'kubectl diff shows nothing, and kubectl apply succeeds a second time',
    after: applied,
    test: async (cluster) => {
      // The words of apply say less: "configured" may have changed nothing, as with the claims of a StatefulSet.
      await ensureNoDifference(cluster, here(cluster));
      const again = await onFolder(cluster, here(cluster), 'apply');
      if (again.status !== 0) throw new ClaimFailed('kubectl apply -f dist', 'success', firstLine(again.stderr));
    },
  };

  const atFive: Claim = {
    text: 'with five replicas, everything becomes ready or complete',
    after: applied,
    test: async (cluster) => {
      const five = here(cluster, { replicas: 5 });
      const answer = await onFolder(cluster, five, 'apply');
      if (answer.status !== 0) throw new ClaimFailed('kubectl apply -f dist', 'success', firstLine(answer.stderr));
      return `${await cluster.well(five.objects, true)} Pods`;
    },
  };

  const withGateway: Claim = {
    text: 'with the Gateway API, applied on top: no warnings, everything becomes ready, and kubectl diff shows nothing',
    after: applied,
    test: async (cluster) => {
      cluster.ensureMayMake(cluster.manifests(state).objects);
      await ensureClass(cluster, inState(state).get('gateway.yaml', 'Gateway'));
      const other = cluster.manifests(state);
      await applyWithoutWarning(cluster, other);
      const pods = await cluster.well(other.objects); // a controller may run Pods of its own there
      await ensureNoDifference(cluster, other);
      return `${pods} Pods`;
    },
  };

  const deleted: Claim = {
    text: `kubectl delete ${kinds} -l ${label}, and the same for each Gateway API kind in the cluster: nothing is left`,
    after: applied,
    test: async (cluster) => {
      await cluster.kubectl.do(['delete', kinds, '-l', label]).catch(unlessNotAllowed);
      const { stdout } = await cluster.kubectl.try(listGatewayKinds);
      for (const kind of stdout.split('\n').filter(Boolean)) {
        await cluster.kubectl.do(['delete', kind, '-l', label]).catch(unlessNotAllowed);
      }
      await cluster.empty();
    },
  };

  return { id: 'all', title: 'All at once', claims: [applied, well, free, unchanged, atFive, withGateway, deleted] };
}

/** Objects that the user may not see are not of the run's making. */
function unlessNotAllowed(error: unknown): void {
  if (!(error instanceof NotAllowed)) throw error;
}

/** What lists the kinds of the Gateway API, none if the cluster does not know it. */
export const listGatewayKinds = [
  'api-resources',
  '--namespaced',
  '--api-group',
  'gateway.networking.k8s.io',
  '-o',
  'name',
];
