import type { Rule } from '../lib/check/findings/rule';
import { rules } from '../lib/check/rules';
import { requirements } from '../lib/check/rules/requirements';
import { ManifestApp } from '../lib/synth/manifest-app';
import { DeploymentChart } from './deployment';
import { GatewayChart } from './gateway';
import { GatewayPathChart } from './gateway_path';
import { IngressChart } from './ingress';
import { IngressPathChart } from './ingress_path';
import { PodChart } from './pod';
import { ReplicaSetChart } from './replicaset';
import { ClusterIpServiceChart } from './service_clusterip';
import { LoadBalancerServiceChart } from './service_loadbalancer';
import { NodePortServiceChart } from './service_nodeport';
import { type Settings, withDefaults } from './settings';

/** What the objects of the chapter are checked for: the rules of Kubernetes, and the requirements of this project. */
export const demands: readonly Rule[] = [...rules, ...requirements];

/**
 * The app of the chapter: a chart for each section, in its order.
 *
 * @param given settings, with defaults for the rest
 * @throws Refusal if one of them is not accepted.
 */
export function chapter(given: Partial<Settings> = {}): ManifestApp {
  const settings = withDefaults(given);
  const app = new ManifestApp({ kubernetes: settings.kubernetes, rules: demands });
  new PodChart(app, 'pod', settings);
  new ClusterIpServiceChart(app, 'service_clusterip');
  const nodePort = new NodePortServiceChart(app, 'service_nodeport');
  new LoadBalancerServiceChart(app, 'service_loadbalancer');
  if (settings.routing === 'gateway') {
    const { gateway } = new GatewayChart(app, 'gateway', { ...settings, backend: nodePort.service });
    new GatewayPathChart(app, 'gateway_path', { ...settings, gateway });
  } else {
    new IngressChart(app, 'ingress', { ...settings, backend: nodePort.service });
    new IngressPathChart(app, 'ingress_path', settings);
  }
  new ReplicaSetChart(app, 'replicaset', settings);
  new DeploymentChart(app, 'deployment', settings);
  return app;
}
