import { accepted, refused, refusedPod } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { containersOf, type Placed } from '../objects/inventory';
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
    for (const pod of app.pods) {
      const { item, spec, path } = pod;
      const placed = containersOf(pod);
      for (const name of repeated(placed.map(({ container }) => container.name))) {
        yield {
          item,
          path: `${path}.containers`,
          problem: `it has two containers named ${name}`,
          effect: refusedPod(pod),
        };
      }
      const own = placed.flatMap(({ container, path: at }) =>
        [...repeated((container.ports ?? []).map(({ name }) => name))].map((name) => ({ name, at })),
      );
      for (const { name, at } of own) {
        yield { item, path: `${at}.ports`, problem: `it has two ports named ${name}`, effect: refusedPod(pod) };
      }
      const all = repeated(placed.flatMap(namesOfPorts));
      for (const name of all) {
        if (own.some((port) => port.name === name)) continue;
        yield {
          item,
          path: `${path}.containers`,
          problem: `two of its containers have a port named ${name}`,
          effect: accepted('a Service with that targetPort finds only the first'),
        };
      }
      for (const port of spec.hostNetwork ? [] : repeated(placed.flatMap(numbersOf))) {
        yield {
          item,
          path: `${path}.containers`,
          problem: `two of its containers have the port ${port}`,
          effect: accepted('they share one network, so the second to start finds the port in use'),
        };
      }
    }
  },
};

function namesOfPorts({ container: { ports: declared = [] }, list }: Placed) {
  if (list !== 'containers') return [];
  return [...new Set(declared.map(({ name }) => name))];
}

function numbersOf({ container: { ports: declared = [] }, list }: Placed): string[] {
  if (list !== 'containers') return [];
  return [...new Set(declared.map(({ containerPort, protocol = 'TCP' }) => `${containerPort}/${protocol}`))];
}
