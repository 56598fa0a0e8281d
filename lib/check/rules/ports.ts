import { accepted, refused } from '../findings/effects';
import { type Finding, findingIn, type Rule } from '../findings/rule';
import { containersOf, type Placed } from '../objects/containers';
import type { Pod } from '../objects/pods';
import { repeated } from '../objects/repeated';

/** The names of containers, and those of ports, are unique within their Pod, and those of the ports of a Service within it. */
export const ports: Rule = {
  id: 'ports',
  finds:
    'Two containers with the same name, two ports with the same name or number, or a Service with several ports, one of them without a name.',
  mend: 'Give each container of a Pod and each port a unique name.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services'],

  *find(app) {
    for (const item of app.ofKind('Service')) {
      const names = (item.object.spec?.ports ?? []).map(({ name }) => name);
      const path = 'spec.ports';
      if (names.length > 1 && names.includes(undefined)) {
        yield { item, path, problem: 'it has several ports, one of them without a name', effect: refused };
      }
      for (const name of repeated(names)) {
        yield { item, path, problem: `it has two ports named ${name}`, effect: refused };
      }
    }
    for (const pod of app.pods) yield* inPod(pod);
  },
};

function* inPod(pod: Pod): Iterable<Finding> {
  const placed = containersOf(pod);
  const path = `${pod.path}.containers`;
  for (const name of repeated(placed.map(({ container }) => container.name))) {
    yield findingIn(pod, path, `it has two containers named ${name}`);
  }
  const own = placed.flatMap(({ container, path: at }) =>
    [...repeated((container.ports ?? []).map(({ name }) => name))].map((name) => ({ name, at })),
  );
  for (const { name, at } of own) yield findingIn(pod, `${at}.ports`, `it has two ports named ${name}`);
  for (const name of repeated(placed.flatMap(namesOfPorts))) {
    if (own.some((port) => port.name === name)) continue;
    const effect = accepted('a Service with that targetPort finds only the first');
    yield findingIn(pod, path, `two of its containers have a port named ${name}`, effect);
  }
  for (const port of pod.spec.hostNetwork ? [] : repeated(placed.flatMap(numbersOf))) {
    const effect = accepted('they share one network, so the second to start finds the port in use');
    yield findingIn(pod, path, `two of its containers have the port ${port}`, effect);
  }
}

function namesOfPorts({ container: { ports: declared = [] }, list }: Placed) {
  if (list !== 'containers') return [];
  return [...new Set(declared.map(({ name }) => name))];
}

function numbersOf({ container: { ports: declared = [] }, list }: Placed): string[] {
  if (list !== 'containers') return [];
  return [...new Set(declared.map(({ containerPort, protocol = 'TCP' }) => `${containerPort}/${protocol}`))];
}
