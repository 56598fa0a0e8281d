import type { App } from 'cdk8s';
import { DeploymentChart } from './charts/deployment';
import { GatewayChart } from './charts/gateway';
import { GatewayPathChart } from './charts/gateway_path';
import { IngressChart } from './charts/ingress';
import { IngressPathChart } from './charts/ingress_path';
import { PodChart } from './charts/pod';
import { ReplicaSetChart } from './charts/replicaset';
import { ClusterIpServiceChart } from './charts/service_clusterip';
import { LoadBalancerServiceChart } from './charts/service_loadbalancer';
import { NodePortServiceChart } from './charts/service_nodeport';
import { type Settings, withDefaults } from './settings';

/** The chapter: a chart for each section, in its order. */
export function chapter(app: App, settings: Settings = withDefaults()): void {
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
}
