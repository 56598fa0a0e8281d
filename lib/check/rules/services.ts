import { isIP } from 'node:net';
import type { ServicePort } from 'kubernetes-types/core/v1';
import { accepted, type Effect, refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { type Item, isHeadless, titleOf } from '../objects/item';
import type { Known } from '../objects/kubernetes';
import { repeated } from '../objects/repeated';

/** The settings of a Service go together: type, address, ports and node ports. */
export const services: Rule = {
  id: 'services',
  finds: 'A Service with conflicting settings: type, address, ports and node ports.',
  mend: 'Leave out what the type does not support. Leave out `nodePort` too: the cluster chooses a free one.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
    'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec',
  ],

  *find(app) {
    const nodePorts = new Map<string, Item>();
    for (const item of app.ofKind('Service')) {
      for (const { path, problem } of contradictions(item)) yield { item, path, problem, effect: refused };
      const { type, externalName = '', sessionAffinity, sessionAffinityConfig } = item.object.spec ?? {};
      if (type === 'ExternalName' && isIP(externalName) > 0) {
        const problem = `its externalName, ${externalName}, is an address, not a name`;
        yield { item, path: 'spec.externalName', problem, effect: accepted('its name resolves to no address') };
      }
      if (sessionAffinityConfig && sessionAffinity !== 'ClientIP') {
        const problem = 'it has a sessionAffinityConfig, but its sessionAffinity is not ClientIP';
        yield {
          item,
          path: 'spec.sessionAffinityConfig',
          problem,
          effect: accepted('sessions are not kept: requests go to any Pod'),
        };
      }
      for (const [index, { nodePort, protocol = 'TCP' }] of (item.object.spec?.ports ?? []).entries()) {
        if (!nodePort || isInside(type)) continue;
        const path = `spec.ports[${index}].nodePort`;
        if (nodePort < 30000 || nodePort > 32767) {
          yield { item, path, problem: `nodePort ${nodePort} must be from 30000 to 32767`, effect: outOfRange };
        }
        const other = nodePorts.get(`${nodePort} ${protocol}`);
        if (other) {
          const problem =
            other === item
              ? `it has nodePort ${nodePort} twice`
              : `nodePort ${nodePort} is also used by ${titleOf(other)} in ${other.chart}`;
          yield { item, path, problem, effect: other === item ? refused : taken };
        }
        nodePorts.set(`${nodePort} ${protocol}`, item);
      }
    }
  },
};

const outOfRange: Effect = {
  severity: 'refused',
  text: 'the API server refuses it, unless its node port range is different',
};
const taken: Effect = { severity: 'refused', text: 'the API server refuses whichever is applied second' };

function isInside(type = 'ClusterIP'): boolean {
  return type === 'ClusterIP' || type === 'ExternalName';
}

function* contradictions(item: Item<Known<'Service'>>): Iterable<{ path: string; problem: string }> {
  const { type = 'ClusterIP', clusterIP, externalName, ports = [], ...spec } = item.object.spec ?? {};
  if (type === 'ExternalName') {
    if (!externalName)
      yield { path: 'spec.externalName', problem: 'its type is ExternalName, but it has no externalName' };
    if (clusterIP) yield { path: 'spec.clusterIP', problem: 'its type is ExternalName, so it must have no clusterIP' };
  } else if (ports.length === 0 && !isHeadless(item)) {
    yield { path: 'spec.ports', problem: 'it has no ports' };
  }
  if (isHeadless(item) && !isInside(type)) {
    yield { path: 'spec.clusterIP', problem: `it is headless (clusterIP: None), so its type cannot be ${type}` };
  }
  for (const [index, { nodePort }] of ports.entries()) {
    if (!nodePort || type !== 'ClusterIP') continue;
    yield {
      path: `spec.ports[${index}].nodePort`,
      problem: `it has a nodePort, ${nodePort}, but its type is ClusterIP`,
    };
  }
  for (const port of repeated(ports.map(keyOf))) yield { path: 'spec.ports', problem: `it has the port ${port} twice` };
  if (spec.externalTrafficPolicy && isInside(type)) {
    yield { path: 'spec.externalTrafficPolicy', problem: `externalTrafficPolicy is not allowed for type ${type}` };
  }
  if (spec.healthCheckNodePort && (type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local')) {
    yield {
      path: 'spec.healthCheckNodePort',
      problem: 'healthCheckNodePort is only allowed for a LoadBalancer with externalTrafficPolicy Local',
    };
  }
  const [address] = spec.clusterIPs ?? [];
  if (address !== undefined && address !== clusterIP) {
    yield { path: 'spec.clusterIPs', problem: `the first of the clusterIPs, ${address}, must equal clusterIP` };
  }
  for (const family of repeated(spec.ipFamilies ?? []))
    yield { path: 'spec.ipFamilies', problem: `ipFamilies has ${family} twice` };
  for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'loadBalancerSourceRanges'] as const) {
    if (spec[field] === undefined || type === 'LoadBalancer') continue;
    yield { path: `spec.${field}`, problem: `${field} is not allowed for type ${type}` };
  }
}

function keyOf({ port, protocol = 'TCP' }: ServicePort): string {
  return `${port}/${protocol}`;
}
