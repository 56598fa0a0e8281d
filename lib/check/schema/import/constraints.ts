import { label } from '../formats';
import type { Schema } from '../schema';

/** What the API server demands of the objects of a definition beyond what Kubernetes publishes. */
export interface Constraint {
  /** Limits and forms of fields; of those that came later, which no definition describes, the whole. */
  readonly fields?: Readonly<Record<string, Schema>>;

  /** Fields that must be there besides those of which the definition says so. */
  readonly required?: readonly string[];

  /** Fields that need not be there although the definition says so. */
  readonly optional?: readonly string[];

  /** Fields of which there must be one, and no other. */
  readonly one?: readonly string[];
}

const port: Schema = { minimum: 1, maximum: 65535 };
const portOrNone: Schema = { minimum: 0, maximum: 65535 };
const namedPort: Schema = { ...port, format: 'port' };
const count: Schema = { minimum: 0 };
const positive: Schema = { minimum: 1 };
const share: Schema = { minimum: 0, format: 'percent' };
const user: Schema = { minimum: 0, maximum: 2 ** 31 - 1 };
const mode: Schema = { minimum: 0, maximum: 0o777 };
const weight: Schema = { minimum: 1, maximum: 100 };
const form = (format: string): Schema => ({ format });
const keys = (format: string): Schema => ({ propertyNames: { minLength: 1, format } });
const each = (schema: Schema): Schema => ({ items: { type: 'string', ...schema } });
const values = (...known: readonly string[]): Schema => ({ enum: known });

const labels: Schema = { ...keys('label-key'), additionalProperties: { type: 'string', format: 'label-value' } };
const amounts: Schema = {
  ...keys('label-key'),
  additionalProperties: { type: ['number', 'string'], format: 'amount', minimum: 0, minLength: 1 },
};
const domainName: Schema = { pattern: `^(?:${label}\\.){2,}${label}$` };
const noWayUp: Schema = { pattern: '^(?!(?:.*/)?\\.\\.(?:/|$))' };
const accessModes = each(values('ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'));

/** What a PersistentVolume can be made of. */
const volumeSources = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

const spec: Constraint = { required: ['spec'] };
const container: Constraint = {
  fields: { name: form('dns-label') },
  required: ['image'],
};
const replicated: Constraint = { fields: { replicas: count, minReadySeconds: count } };
const rollingUpdate: Constraint = { fields: { maxSurge: share, maxUnavailable: share } };
const files: Constraint = { fields: { defaultMode: mode } };
const named: Constraint = { required: ['name'] };
const identity: Schema = { format: 'path-segment' };
const keyed: Constraint = { fields: { key: form('config-key') }, required: ['name'] };
const webhook: Constraint = {
  fields: {
    name: domainName,
    sideEffects: values('None', 'NoneOnDryRun'),
    timeoutSeconds: { minimum: 1, maximum: 30 },
  },
};
const autoscaler: Constraint = {
  fields: { minReplicas: positive, maxReplicas: positive, targetCPUUtilizationPercentage: positive },
};

/**
 * The demands by definition: what the API server's own validation says of fields by themselves. What depends on several
 * fields is for the rules. Each was tried with the code of Kubernetes 1.27.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/v1.27.0/pkg/apis (the files validation.go of each group)
 */
export const constraints: Readonly<Record<string, Constraint>> = {
  'admissionregistration.v1.MatchCondition': { optional: ['expression', 'name'] },
  'admissionregistration.v1.MutatingWebhook': webhook,
  'admissionregistration.v1.RuleWithOperations': {
    fields: {
      operations: each(values('*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE')),
      scope: values('*', 'Cluster', 'Namespaced'),
    },
    required: ['apiGroups', 'apiVersions', 'operations', 'resources'],
  },
  'admissionregistration.v1.ServiceReference': { fields: { port, path: form('absolute-path') } },
  'admissionregistration.v1.ValidatingWebhook': webhook,
  'admissionregistration.v1.WebhookClientConfig': {
    fields: { url: { pattern: '^https://' } },
    one: ['service', 'url'],
  },
  'apiextensions.v1.CustomResourceDefinitionSpec': { fields: { scope: values('Cluster', 'Namespaced') } },
  'apiextensions.v1.CustomResourceDefinitionVersion': { required: ['schema'] },
  'apps.v1.ControllerRevision': { fields: { revision: count }, required: ['data'], optional: ['revision'] },
  'apps.v1.DaemonSet': spec,
  'apps.v1.DaemonSetSpec': { fields: { minReadySeconds: count, revisionHistoryLimit: count } },
  'apps.v1.Deployment': spec,
  'apps.v1.DeploymentSpec': {
    fields: { ...replicated.fields, progressDeadlineSeconds: count, revisionHistoryLimit: count },
  },
  'apps.v1.ReplicaSet': spec,
  'apps.v1.ReplicaSetSpec': { ...replicated, required: ['template'] },
  'apps.v1.RollingUpdateDaemonSet': rollingUpdate,
  'apps.v1.RollingUpdateDeployment': rollingUpdate,
  'apps.v1.RollingUpdateStatefulSetStrategy': { fields: { partition: count } },
  'apps.v1.StatefulSet': spec,
  'apps.v1.StatefulSetOrdinals': { fields: { start: count } },
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    fields: { whenDeleted: values('Delete', 'Retain'), whenScaled: values('Delete', 'Retain') },
  },
  'apps.v1.StatefulSetSpec': { ...replicated, optional: ['serviceName'] },
  'autoscaling.v1.CrossVersionObjectReference': { fields: { kind: identity, name: identity } },
  'autoscaling.v1.HorizontalPodAutoscaler': spec,
  'autoscaling.v1.HorizontalPodAutoscalerSpec': autoscaler,
  'autoscaling.v2.CrossVersionObjectReference': { fields: { kind: identity, name: identity } },
  'autoscaling.v2.HPAScalingPolicy': {
    fields: { periodSeconds: { minimum: 1, maximum: 1800 }, type: values('Percent', 'Pods'), value: positive },
  },
  'autoscaling.v2.HPAScalingRules': {
    fields: {
      selectPolicy: values('Disabled', 'Max', 'Min'),
      stabilizationWindowSeconds: { minimum: 0, maximum: 3600 },
    },
  },
  'autoscaling.v2.HorizontalPodAutoscaler': spec,
  'autoscaling.v2.HorizontalPodAutoscalerSpec': { fields: { minReplicas: positive, maxReplicas: positive } },
  'autoscaling.v2.MetricTarget': {
    fields: { averageUtilization: positive, type: values('AverageValue', 'Utilization', 'Value') },
    one: ['averageUtilization', 'averageValue', 'value'],
  },
  'batch.v1.CronJob': spec,
  'batch.v1.CronJobSpec': {
    fields: {
      failedJobsHistoryLimit: count,
      schedule: form('cron'),
      startingDeadlineSeconds: count,
      successfulJobsHistoryLimit: count,
      timeZone: form('time-zone'),
    },
  },
  'batch.v1.Job': spec,
  'batch.v1.JobSpec': {
    fields: {
      activeDeadlineSeconds: count,
      backoffLimit: count,
      completions: count,
      parallelism: count,
      ttlSecondsAfterFinished: count,
    },
  },
  'batch.v1.JobTemplateSpec': spec,
  'batch.v1.PodFailurePolicy': { optional: ['rules'] },
  'batch.v1.PodFailurePolicyOnPodConditionsPattern': {
    fields: { status: values('False', 'True', 'Unknown') },
    optional: ['status'],
  },
  'batch.v1.PodFailurePolicyRule': { optional: ['onPodConditions'], one: ['onExitCodes', 'onPodConditions'] },
  'certificates.v1.CertificateSigningRequestSpec': {
    fields: { expirationSeconds: { minimum: 600 } },
    required: ['usages'],
  },
  'coordination.v1.LeaseSpec': { fields: { leaseDurationSeconds: positive, leaseTransitions: count } },
  'core.v1.ClientIPConfig': { fields: { timeoutSeconds: { minimum: 1, maximum: 86_400 } } },
  'core.v1.ConfigMap': { fields: { data: keys('config-key'), binaryData: keys('config-key') } },
  'core.v1.ConfigMapEnvSource': named,
  'core.v1.ConfigMapKeySelector': keyed,
  'core.v1.ConfigMapProjection': named,
  'core.v1.ConfigMapVolumeSource': { ...files, ...named },
  'core.v1.Container': container,
  'core.v1.ContainerPort': {
    fields: { containerPort: port, hostPort: portOrNone, name: form('port-name') },
  },
  'core.v1.ContainerResizePolicy': { optional: ['resourceName', 'restartPolicy'] },
  'core.v1.DownwardAPIVolumeFile': {
    fields: { mode, path: form('relative-path') },
    one: ['fieldRef', 'resourceFieldRef'],
  },
  'core.v1.DownwardAPIVolumeSource': files,
  'core.v1.EndpointAddress': { fields: { hostname: form('dns-label'), ip: form('ip') } },
  'core.v1.EndpointPort': { fields: { name: form('dns-label'), port } },
  'core.v1.EnvFromSource': { fields: { prefix: form('env-name') }, one: ['configMapRef', 'secretRef'] },
  'core.v1.EnvVar': { fields: { name: form('env-name') } },
  'core.v1.EnvVarSource': { one: ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'] },
  'core.v1.EphemeralContainer': container,
  'core.v1.EphemeralVolumeSource': { required: ['volumeClaimTemplate'] },
  'core.v1.ExecAction': { required: ['command'] },
  'core.v1.GRPCAction': { fields: { port } },
  'core.v1.HTTPGetAction': { fields: { port: namedPort } },
  'core.v1.HTTPHeader': { fields: { name: { pattern: '^[-A-Za-z0-9]*$' } }, optional: ['name', 'value'] },
  'core.v1.HostAlias': { fields: { ip: form('ip'), hostnames: each(form('dns-name')) }, required: ['ip'] },
  'core.v1.HostPathVolumeSource': { fields: { path: noWayUp } },
  'core.v1.ISCSIPersistentVolumeSource': { optional: ['lun'] },
  'core.v1.ISCSIVolumeSource': { optional: ['lun'] },
  'core.v1.KeyToPath': { fields: { mode, path: form('relative-path') } },
  'core.v1.LifecycleHandler': {
    fields: {
      sleep: {
        type: 'object',
        properties: { seconds: { type: 'integer', ...count } },
        additionalProperties: false,
        required: ['seconds'],
      },
    },
    one: ['exec', 'httpGet', 'sleep', 'tcpSocket'],
  },
  'core.v1.LimitRangeSpec': { optional: ['limits'] },
  'core.v1.NFSVolumeSource': { fields: { path: form('absolute-path') } },
  'core.v1.NodeSelectorRequirement': { fields: { key: form('label-key') } },
  'core.v1.ObjectFieldSelector': { fields: { fieldPath: form('field-path') } },
  'core.v1.PersistentVolume': spec,
  'core.v1.PersistentVolumeClaim': spec,
  'core.v1.PersistentVolumeClaimSpec': {
    fields: { accessModes, storageClassName: form('dns-name') },
    required: ['accessModes'],
  },
  'core.v1.PersistentVolumeSpec': {
    fields: { accessModes, storageClassName: form('dns-name') },
    required: ['accessModes', 'capacity'],
    one: volumeSources,
  },
  'core.v1.Pod': spec,
  'core.v1.PodAffinityTerm': { fields: { namespaces: each(form('dns-label')), topologyKey: form('label-key') } },
  'core.v1.PodDNSConfig': { fields: { nameservers: { ...each(form('ip')), maxItems: 3 } } },
  'core.v1.PodOS': { fields: { name: values('linux', 'windows') } },
  'core.v1.PodReadinessGate': { fields: { conditionType: form('label-key') } },
  'core.v1.PodResourceClaim': { optional: ['name'] },
  'core.v1.PodSchedulingGate': { fields: { name: form('label-key') } },
  'core.v1.PodSecurityContext': { fields: { fsGroup: user, runAsGroup: user, runAsUser: user } },
  'core.v1.PodSpec': {
    fields: {
      activeDeadlineSeconds: { minimum: 1 },
      hostname: form('dns-label'),
      nodeName: form('dns-name'),
      nodeSelector: labels,
      priorityClassName: form('dns-name'),
      runtimeClassName: form('dns-name'),
      serviceAccountName: form('dns-name'),
      subdomain: form('dns-label'),
    },
  },
  'core.v1.PodTemplate': { required: ['template'] },
  'core.v1.PodTemplateSpec': spec,
  'core.v1.PreferredSchedulingTerm': { fields: { weight }, optional: ['preference'] },
  'core.v1.Probe': {
    fields: {
      failureThreshold: count,
      initialDelaySeconds: count,
      periodSeconds: count,
      successThreshold: count,
      terminationGracePeriodSeconds: positive,
      timeoutSeconds: count,
    },
    one: ['exec', 'grpc', 'httpGet', 'tcpSocket'],
  },
  'core.v1.ProjectedVolumeSource': files,
  'core.v1.ReplicationController': spec,
  'core.v1.ReplicationControllerSpec': { ...replicated, required: ['template'] },
  'core.v1.ResourceClaim': { optional: ['name'] },
  'core.v1.ResourceFieldSelector': { fields: { resource: form('resource-field') } },
  'core.v1.ResourceQuotaSpec': { fields: { hard: keys('quota') } },
  'core.v1.ResourceRequirements': { fields: { limits: amounts, requests: amounts } },
  'core.v1.ScaleIOPersistentVolumeSource': { optional: ['secretRef'] },
  'core.v1.ScaleIOVolumeSource': { optional: ['secretRef'] },
  'core.v1.SeccompProfile': { fields: { localhostProfile: form('relative-path') } },
  'core.v1.Secret': { fields: { data: keys('config-key'), stringData: keys('config-key') } },
  'core.v1.SecretEnvSource': named,
  'core.v1.SecretKeySelector': keyed,
  'core.v1.SecretProjection': named,
  'core.v1.SecretVolumeSource': { ...files, required: ['secretName'] },
  // The API server does not look at procMount, unless a feature is on.
  'core.v1.SecurityContext': { fields: { procMount: { enum: undefined }, runAsGroup: user, runAsUser: user } },
  'core.v1.Service': spec,
  'core.v1.ServiceAccountTokenProjection': { fields: { expirationSeconds: { minimum: 600 } } },
  'core.v1.ServicePort': {
    fields: {
      appProtocol: form('label-key'),
      name: form('dns-label'),
      nodePort: portOrNone,
      port,
      targetPort: { ...portOrNone, format: 'port' },
    },
  },
  'core.v1.ServiceSpec': {
    fields: {
      clusterIP: form('ip-or-none'),
      externalIPs: each(form('ip')),
      externalName: form('dns-name-or-dot'),
      healthCheckNodePort: portOrNone,
      ipFamilies: each(values('IPv4', 'IPv6')),
      loadBalancerSourceRanges: each(form('cidr')),
      selector: labels,
    },
  },
  'core.v1.Sysctl': { fields: { name: form('sysctl') }, optional: ['value'] },
  'core.v1.TCPSocketAction': { fields: { port: namedPort } },
  'core.v1.Toleration': { fields: { key: form('label-key'), value: form('label-value') } },
  'core.v1.TopologySpreadConstraint': { fields: { maxSkew: positive, minDomains: positive } },
  'core.v1.TypedLocalObjectReference': { optional: ['kind'] },
  'core.v1.TypedObjectReference': { optional: ['kind', 'name'] },
  'core.v1.Volume': { fields: { name: form('dns-label') } },
  'core.v1.VolumeMount': { fields: { subPath: form('relative-path'), subPathExpr: form('relative-path') } },
  'core.v1.VolumeNodeAffinity': { required: ['required'] },
  'core.v1.WeightedPodAffinityTerm': { fields: { weight } },
  'discovery.v1.EndpointSlice': { optional: ['endpoints'] },
  'discovery.v1.ForZone': { optional: ['name'] },
  'meta.v1.LabelSelector': { fields: { matchLabels: labels } },
  'meta.v1.LabelSelectorRequirement': {
    fields: {
      key: form('label-key'),
      operator: values('DoesNotExist', 'Exists', 'In', 'NotIn'),
      values: each(form('label-value')),
    },
  },
  'meta.v1.ObjectMeta': {
    fields: {
      annotations: keys('annotation-key'),
      finalizers: each(form('finalizer')),
      labels,
      namespace: form('dns-label'),
    },
  },
  'networking.v1.HTTPIngressPath': { fields: { path: form('absolute-path') } },
  'networking.v1.IPBlock': { fields: { cidr: form('cidr'), except: each(form('cidr')) } },
  'networking.v1.Ingress': spec,
  'networking.v1.IngressBackend': { one: ['resource', 'service'] },
  'networking.v1.IngressClass': spec,
  'networking.v1.IngressClassSpec': { fields: { controller: form('path-with-domain') }, required: ['controller'] },
  'networking.v1.IngressClassParametersReference': { fields: { scope: values('Cluster', 'Namespace') } },
  'networking.v1.IngressRule': { fields: { host: form('host') } },
  'networking.v1.IngressServiceBackend': { fields: { name: form('service-name') }, required: ['port'] },
  'networking.v1.IngressSpec': { fields: { ingressClassName: { minLength: 1, format: 'dns-name' } } },
  'networking.v1.IngressTLS': { fields: { hosts: each(form('host-or-ip')), secretName: form('dns-name') } },
  'networking.v1.NetworkPolicyPort': { fields: { endPort: port, port: namedPort } },
  'networking.v1.NetworkPolicySpec': {
    fields: { policyTypes: each(values('Egress', 'Ingress')) },
    optional: ['podSelector'],
  },
  'networking.v1.ServiceBackendPort': {
    fields: { name: form('port-name'), number: port },
    one: ['name', 'number'],
  },
  'node.v1.RuntimeClass': { fields: { handler: form('dns-label') } },
  'policy.v1.PodDisruptionBudgetSpec': { fields: { maxUnavailable: share, minAvailable: share } },
  'rbac.v1.AggregationRule': { required: ['clusterRoleSelectors'] },
  'rbac.v1.RoleRef': {
    fields: { apiGroup: values('rbac.authorization.k8s.io'), kind: values('ClusterRole', 'Role'), name: identity },
    optional: ['apiGroup'],
  },
  'rbac.v1.Subject': { fields: { kind: values('Group', 'ServiceAccount', 'User') } },
  'scheduling.v1.PriorityClass': { fields: { value: { maximum: 1_000_000_000 } }, optional: ['value'] },
  'storage.v1.CSIDriver': { optional: ['spec'] },
  'storage.v1.StorageClass': { fields: { provisioner: form('label-key'), reclaimPolicy: values('Delete', 'Retain') } },
  'storage.v1.TokenRequest': { fields: { expirationSeconds: { minimum: 600 } }, optional: ['audience'] },
};
