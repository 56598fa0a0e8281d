/**
 * The parts of plain Kubernetes objects that the rules and the pictures read. Each has the fields that
 * somebody reads here; what is not marked as missing is there, for the structure of an object is checked before any rule sees it.
 */

/** Labels, by key. */
export type Labels = Readonly<Record<string, string>>;

/** What selects objects by their labels. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** An amount of CPU or memory, such as `100m` or `64Mi`. */
export type Quantity = string | number;

/** A port by its number or by its name. */
export type PortReference = number | string;

/** A port that a container declares. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly hostIP?: string;
  readonly hostPort?: number;
  readonly name?: string;
  readonly protocol?: string;
}

/** What a probe or a lifecycle hook does. */
export interface Handler {
  readonly exec?: { readonly command?: readonly string[] };
  readonly httpGet?: { readonly host?: string; readonly port: PortReference };
  readonly tcpSocket?: { readonly host?: string; readonly port: PortReference };
  readonly grpc?: { readonly port: number };
  readonly sleep?: { readonly seconds: number };
}

/** How the kubelet finds out how a container is. */
export interface Probe extends Handler {
  readonly successThreshold?: number;
  readonly terminationGracePeriodSeconds?: number;
}

/** The security settings of a Pod or of a container. */
export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly appArmorProfile?: { readonly type: string };
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly localhostProfile?: string; readonly type: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

/** A container of a Pod. */
export interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly { readonly configMapRef?: Reference; readonly secretRef?: Reference }[];
  readonly image?: string;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly ports?: readonly ContainerPort[];
  readonly resources?: {
    readonly limits?: Readonly<Record<string, Quantity>>;
    readonly requests?: Readonly<Record<string, Quantity>>;
  };
  /** Of an init container: `Always` makes it run beside the others. */
  readonly restartPolicy?: string;
  readonly securityContext?: SecurityContext;
  readonly stdin?: boolean;
  readonly volumeDevices?: readonly { readonly name: string }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly mountPropagation?: string;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
}

/** A variable in the environment of a container. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: Reference;
    readonly fieldRef?: { readonly fieldPath: string };
    readonly resourceFieldRef?: { readonly containerName?: string; readonly resource: string };
    readonly secretKeyRef?: Reference;
  };
}

/** An object of a known kind, by its name, and sometimes a key of it. */
export interface Reference {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

/** A file that shows a field of its Pod. */
export interface DownwardFile {
  readonly fieldRef?: { readonly fieldPath: string };
  readonly path: string;
  readonly resourceFieldRef?: { readonly containerName?: string; readonly resource: string };
}

/** A volume of a Pod; its type is the key beside its name. */
export interface Volume {
  readonly name: string;
  readonly configMap?: Reference;
  readonly downwardAPI?: { readonly items?: readonly DownwardFile[] };
  readonly emptyDir?: { readonly medium?: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: {
    readonly sources?: readonly {
      readonly configMap?: Reference;
      readonly downwardAPI?: { readonly items?: readonly DownwardFile[] };
      readonly secret?: Reference;
    }[];
  };
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
  readonly [type: string]: unknown;
}

/** What a Pod is made of. */
export interface PodSpec {
  readonly activeDeadlineSeconds?: number;
  readonly affinity?: { readonly podAntiAffinity?: PodAntiAffinity };
  readonly containers?: readonly Container[];
  readonly dnsConfig?: { readonly nameservers?: readonly string[] };
  readonly dnsPolicy?: string;
  readonly ephemeralContainers?: readonly Container[];
  readonly hostIPC?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly nodeName?: string;
  readonly initContainers?: readonly Container[];
  readonly os?: { readonly name: string };
  readonly restartPolicy?: string;
  readonly schedulingGates?: readonly unknown[];
  readonly securityContext?: SecurityContext;
  readonly shareProcessNamespace?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly tolerations?: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly {
    readonly labelSelector?: LabelSelector;
    readonly matchLabelKeys?: readonly string[];
    readonly minDomains?: number;
    readonly topologyKey: string;
    readonly whenUnsatisfiable: string;
  }[];
  readonly volumes?: readonly Volume[];
}

/** Which Pods a Pod wants to be far from. */
export interface PodAntiAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly labelSelector?: LabelSelector;
    readonly topologyKey: string;
  }[];
}

/** Which taint of a node a Pod stands. */
export interface Toleration {
  readonly effect?: string;
  readonly key?: string;
  readonly operator?: string;
  readonly tolerationSeconds?: number;
  readonly value?: string;
}

/** Name and labels of an object. */
export interface Metadata {
  readonly annotations?: Labels;
  readonly generateName?: string;
  readonly labels?: Labels;
  readonly name?: string;
  readonly namespace?: string;
  readonly resourceVersion?: string;
  readonly uid?: string;
}

/** What a controller makes its Pods from. */
export interface PodTemplate {
  readonly metadata?: Metadata;
  readonly spec?: PodSpec;
}

/** A port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly nodePort?: number;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: PortReference;
}

/** Where an Ingress sends requests. */
export interface IngressBackend {
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

/** A path of an Ingress. */
export interface IngressPath {
  readonly backend: IngressBackend;
  readonly path?: string;
  readonly pathType: string;
}

/** A port on which a Gateway takes requests. */
export interface Listener {
  readonly allowedRoutes?: {
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
    readonly namespaces?: { readonly from?: string };
  };
  readonly hostname?: string;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly tls?: object;
}

/** From which Gateway an HTTPRoute wants its requests. */
export interface ParentReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

/** Which requests a rule of an HTTPRoute is for. */
export interface RouteMatch {
  readonly headers?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
  readonly method?: string;
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly queryParams?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
}

/** Where an HTTPRoute sends requests. */
export interface RouteBackend {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

/** What a HorizontalPodAutoscaler measures, and by how much it scales. */
export interface MetricTarget {
  readonly type: string;
}

/** What a HorizontalPodAutoscaler measures: the field is called as the type is. */
export interface Metric {
  readonly resource?: { readonly name: string; readonly target: MetricTarget };
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What a NetworkPolicy lets through. */
export interface TrafficRule {
  readonly from?: readonly Peer[];
  readonly ports?: readonly { readonly endPort?: number; readonly port?: PortReference }[];
  readonly to?: readonly Peer[];
}

/** Where traffic comes from, or goes to. */
export interface Peer {
  readonly ipBlock?: object;
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
}

/** What a LimitRange demands of the containers, Pods or claims of its namespace. */
export interface LimitRangeItem {
  readonly default?: Readonly<Record<string, Quantity>>;
  readonly defaultRequest?: Readonly<Record<string, Quantity>>;
  readonly max?: Readonly<Record<string, Quantity>>;
  readonly min?: Readonly<Record<string, Quantity>>;
  readonly type: string;
}

/** How a controller replaces its Pods. */
export interface RolloutStrategy {
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
  readonly type?: string;
}

/** The `spec` of objects of the kinds that the rules know; Pods have a {@link PodSpec}. */
export interface Spec {
  readonly accessModes?: readonly string[];
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly capacity?: Readonly<Record<string, Quantity>>;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly completionMode?: string;
  readonly completions?: number;
  readonly defaultBackend?: IngressBackend;
  readonly externalName?: string;
  readonly externalTrafficPolicy?: string;
  readonly gatewayClassName?: string;
  readonly group?: string;
  readonly healthCheckNodePort?: number;
  readonly egress?: readonly TrafficRule[];
  readonly hostnames?: readonly string[];
  readonly ingress?: readonly TrafficRule[];
  readonly ingressClassName?: string;
  readonly ipFamilies?: readonly string[];
  readonly jobTemplate?: { readonly metadata?: Metadata; readonly spec?: Spec };
  readonly limits?: readonly LimitRangeItem[];
  readonly listeners?: readonly Listener[];
  readonly loadBalancerClass?: string;
  readonly local?: object;
  readonly nodeAffinity?: object;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly manualSelector?: boolean;
  readonly metrics?: readonly Metric[];
  readonly maxReplicas?: number;
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
  readonly minReplicas?: number;
  readonly minReadySeconds?: number;
  readonly names?: { readonly plural?: string };
  readonly parallelism?: number;
  readonly parentRefs?: readonly ParentReference[];
  readonly podFailurePolicy?: {
    readonly rules?: readonly {
      readonly onExitCodes?: {
        readonly containerName?: string;
        readonly operator: string;
        readonly values?: readonly number[];
      };
    }[];
  };
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ports?: readonly ServicePort[];
  readonly progressDeadlineSeconds?: number;
  readonly replicas?: number;
  readonly resources?: { readonly requests?: Readonly<Record<string, Quantity>> };

  /** Of an Ingress, or of an HTTPRoute. */
  readonly rules?: readonly {
    readonly backendRefs?: readonly RouteBackend[];
    readonly host?: string;
    readonly http?: { readonly paths: readonly IngressPath[] };
    readonly matches?: readonly RouteMatch[];
  }[];
  readonly scaleTargetRef?: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
  readonly schedule?: string;
  readonly selector?: LabelSelector | Labels;
  readonly serviceName?: string;
  readonly sessionAffinity?: string;
  readonly sessionAffinityConfig?: object;
  readonly storageClassName?: string;
  readonly strategy?: RolloutStrategy;
  readonly targetCPUUtilizationPercentage?: number;
  readonly template?: PodTemplate;
  readonly type?: string;
  readonly updateStrategy?: RolloutStrategy;
  readonly versions?: readonly { readonly storage: boolean }[];
  readonly volumeMode?: string;
  readonly volumeClaimTemplates?: readonly { readonly metadata?: Metadata; readonly spec?: Spec }[];
}

/** An object as it stands in a manifest. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: Spec & PodSpec;

  /** Of a ConfigMap or a Secret. */
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;

  /** Of a RoleBinding or a ClusterRoleBinding. */
  readonly roleRef?: { readonly kind: string };
  readonly subjects?: readonly {
    readonly apiGroup?: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  }[];

  /** Of a Role or a ClusterRole. */
  readonly rules?: readonly {
    readonly apiGroups?: readonly string[];
    readonly nonResourceURLs?: readonly string[];
    readonly resources?: readonly string[];
  }[];

  /** Of a PodTemplate. */
  readonly template?: PodTemplate;

  /** Of a Secret. */
  readonly type?: string;
}
