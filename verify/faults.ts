// `node program/run.js verify/faults.ts [FAULT]` puts faults into the synthesised objects, one at a time, and checks the
// chapter on the cluster that kubectl points at, and prints the checks that failed: those that the fault breaks, and no
// others.

import { JsonPatch, Yaml } from 'cdk8s';
import { titleOf } from '../inventory/inventory';
import type { KubernetesObject } from '../inventory/kubernetes';
import { Refusal } from '../program/refusal';
import { Notes } from './display';
import { Unreachable } from './kubectl';
import { Manifests, manifests } from './manifests';
import { verify } from './verify';

/** What changes in an object. */
type Fault = (object: KubernetesObject, title: string) => JsonPatch[];

const { add, remove, replace } = JsonPatch;

/** Where the spec of an object's Pods is, if it has any. */
function podSpecOf({ spec }: KubernetesObject): string[] {
  if (spec?.containers) return ['/spec'];
  return spec?.template ? ['/spec/template/spec'] : [];
}

const faults: Readonly<Record<string, Fault>> = {
  'a Service selector that matches nothing': (_, title) =>
    title === 'Service helloworld-nodeport' ? [replace('/spec/selector/run', 'nothing')] : [],
  'ReplicaSet and bare Pod share a label': (_, title) =>
    title === 'ReplicaSet helloworld'
      ? [
          replace('/spec/selector/matchLabels', { run: 'helloworld' }),
          replace('/spec/template/metadata/labels', { run: 'helloworld' }),
        ]
      : [],
  'runAsNonRoot without a number': (object) =>
    podSpecOf(object).flatMap((spec) => [
      remove(`${spec}/securityContext/runAsUser`),
      remove(`${spec}/securityContext/runAsGroup`),
    ]),
  'an image tag that does not exist': (_, title) =>
    title === 'Deployment helloworld'
      ? [replace('/spec/template/spec/containers/0/image', 'gcr.io/google-samples/hello-app:9.9')]
      : [],
  'a request of 1 CPU a Pod': (object) =>
    podSpecOf(object).flatMap((spec) => [
      replace(`${spec}/containers/0/resources/requests/cpu`, '1'),
      replace(`${spec}/containers/0/resources/limits/cpu`, '1'),
    ]),
  'an Ingress path of type Exact': (_, title) =>
    title === 'Ingress helloworld' ? [add('/spec/rules/0/http/paths/0/pathType', 'Exact')] : [],
  'an HTTPRoute to a port that its Service does not have': (_, title) =>
    title === 'HTTPRoute helloworld' ? [replace('/spec/rules/0/backendRefs/0/port', 80)] : [],
  'an HTTPRoute of a Gateway that does not exist': (_, title) =>
    title === 'HTTPRoute helloworld-v2' ? [replace('/spec/parentRefs/0/name', 'hello')] : [],
  'an HTTPRoute path of type Exact': (_, title) =>
    title === 'HTTPRoute helloworld-v2' ? [replace('/spec/rules/0/matches/0/path/type', 'Exact')] : [],
  'no sleep before the end': ({ spec }, title) =>
    title === 'Deployment helloworld' && spec?.template?.spec?.containers?.[0]?.lifecycle
      ? [remove('/spec/template/spec/containers/0/lifecycle')]
      : [],
};

function broken(sound: Manifests, fault: Fault): Manifests {
  return new Manifests(
    sound.all.map((manifest) => {
      const objects = manifest.objects.map(({ object, reasons }) => {
        const patches = fault(object, titleOf({ object }));
        return { object: JsonPatch.apply(object, ...patches), reasons };
      });
      return { ...manifest, objects, text: Yaml.stringify(...objects.map(({ object }) => object)) };
    }),
  );
}

async function main(): Promise<void> {
  const wanted = process.argv[2] ?? '';
  const chosen = Object.entries(faults).filter(([name]) => name.includes(wanted));
  if (chosen.length === 0) throw new Refusal(`there is no fault "${wanted}", but ${Object.keys(faults).join('; ')}`);
  for (const [name, fault] of chosen) {
    const notes = new Notes();
    await verify({
      manifests: (state) => broken(manifests(state), fault),
      listener: notes,
      signal: new AbortController().signal,
      timeout: 20_000,
    });
    const { passed, failed, skipped, sections } = notes.report();
    console.log(`\n${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    for (const { id, checks } of sections) {
      for (const check of checks) {
        if (check.result === 'skipped') console.log(`  – ${id} ${check.text}: ${check.reason}`);
        if (check.result !== 'failed') continue;
        console.log(`  ✘ ${id} ${check.text}: expected ${check.expected}, got ${check.got}`);
        for (const line of check.why ?? []) console.log(`      ${line}`);
      }
    }
  }
}

main().catch((error) => {
  if (!(error instanceof Refusal) && !(error instanceof Unreachable)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
