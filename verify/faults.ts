// `node program/run.js verify/faults.ts [FAULT]` puts faults into the synthesised objects, one at a time, and runs the chapter on
// the cluster that kubectl points at, and prints the claims that fell: those that the fault breaks, and no others.

import { type Document, parseAllDocuments } from 'yaml';
import { Notes } from './display';
import { Unreachable } from './kubectl';
import { manifests } from './manifests';
import type { Manifests } from './stage';
import { Refused, verify } from './verify';

type Fault = (object: Document, title: string) => void;

/** Where the spec of an object's Pods is, if it has any. */
function podSpec(object: Document): string[] | undefined {
  return [['spec', 'template', 'spec'], ['spec']].find((path) => object.hasIn([...path, 'containers']));
}

const faults: Readonly<Record<string, Fault>> = {
  'a Service selector that matches nothing': (object, title) => {
    if (title === 'Service helloworld-nodeport') object.setIn(['spec', 'selector', 'run'], 'nothing');
  },
  'ReplicaSet and bare Pod share a label': (object, title) => {
    if (title !== 'ReplicaSet helloworld') return;
    object.setIn(['spec', 'selector', 'matchLabels'], { run: 'helloworld' });
    object.setIn(['spec', 'template', 'metadata', 'labels'], { run: 'helloworld' });
  },
  'runAsNonRoot without a number': (object) => {
    const path = podSpec(object);
    if (path === undefined) return;
    object.deleteIn([...path, 'securityContext', 'runAsUser']);
    object.deleteIn([...path, 'securityContext', 'runAsGroup']);
  },
  'an image tag that does not exist': (object, title) => {
    if (title === 'Deployment helloworld') {
      object.setIn(['spec', 'template', 'spec', 'containers', 0, 'image'], 'gcr.io/google-samples/hello-app:9.9');
    }
  },
  'a request of 1 CPU a Pod': (object) => {
    const path = podSpec(object);
    if (path === undefined) return;
    object.setIn([...path, 'containers', 0, 'resources', 'requests', 'cpu'], '1');
    object.setIn([...path, 'containers', 0, 'resources', 'limits', 'cpu'], '1');
  },
  'an Ingress path of type Exact': (object, title) => {
    if (title === 'Ingress helloworld') object.setIn(['spec', 'rules', 0, 'http', 'paths', 0, 'pathType'], 'Exact');
  },
};

function broken(sound: Manifests, fault: Fault): Manifests {
  return new Map(
    [...sound].map(([name, text]) => {
      const objects = parseAllDocuments(text);
      for (const object of objects) fault(object, `${object.get('kind')} ${object.getIn(['metadata', 'name'])}`);
      return [name, objects.map(String).join('---\n')];
    }),
  );
}

async function main(): Promise<void> {
  const wanted = process.argv[2] ?? '';
  const chosen = Object.entries(faults).filter(([name]) => name.includes(wanted));
  if (chosen.length === 0) throw new Refused(`there is no fault "${wanted}", but ${Object.keys(faults).join('; ')}`);
  for (const [name, fault] of chosen) {
    const notes = new Notes();
    await verify({
      manifests: (state) => broken(manifests(state), fault),
      listener: notes,
      signal: new AbortController().signal,
      timeout: 20_000,
    });
    const { held, fell, untried, sections } = notes.report();
    console.log(`\n${name}: ${held} held, ${fell} fell, ${untried} could not be tried`);
    for (const { id, claims } of sections) {
      for (const claim of claims) {
        if (claim.result === 'untried') console.log(`  – ${id} ${claim.text}: ${claim.reason}`);
        if (claim.result !== 'fell') continue;
        console.log(`  ✘ ${id} ${claim.text}: expected ${claim.expected}, came ${claim.came}`);
        for (const line of claim.why ?? []) console.log(`      ${line}`);
      }
    }
  }
}

main().catch((error) => {
  if (!(error instanceof Refused) && !(error instanceof Unreachable)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
