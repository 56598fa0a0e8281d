/**
 * The parts of plain Kubernetes objects that the rules and the pictures read. Everything may be missing: what the API demands
 * of an object by its schema, TypeScript has checked in the chart.
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
  readonly hostPort?: number;
  readonly name?: string;
  readonly protocol?: string;
}

/** What a probe or a lifecycle hook does. */
export interface Handler {
  readonly httpGet?: { readonly host?: string; readonly port: PortReference };
  readonly tcpSocket?: { readonly host?: string; readonly port: PortReference };
  readonly grpc?: { readonly port: number };
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
  readonly seccompProfile?: { readonly type: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

/** A container of a Pod. */
export interface Container {
  readonly name: string;
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly configMapKeyRef?: Reference; readonly secretKeyRef?: Reference };
  }[];
  readonly envFrom?: readonly { readonly configMapRef?: Reference; readonly secretRef?: Reference }[];
  readonly image?: string;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly startupProbe?: Handler;
  readonly ports?: readonly ContainerPort[];
  readonly resources?: {
    readonly limits?: Readonly<Record<string, Quantity>>;
    readonly requests?: Readonly<Record<string, Quantity>>;
  };
  /** Of an init container: `Always` makes it run beside the others. */
  readonly restartPolicy?: string;
  readonly securityContext?: SecurityContext;
  readonly stdin?: boolean;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** An object of a known kind, by its name. */
export interface Reference {
  readonly name?: string;
}

/** A volume of a Pod; its type is the key beside its name. */
export interface Volume {
  readonly name: string;
  readonly configMap?: Reference;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: {
    readonly sources?: readonly { readonly configMap?: Reference; readonly secret?: Reference }[];
  };
  readonly secret?: { readonly secretName?: string };
  readonly [type: string]: unknown;
}

/** What a Pod is made of. */
export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly hostIPC?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly initContainers?: readonly Container[];
  readonly os?: { readonly name: string };
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly Volume[];
}

/** Name and labels of an object. */
export interface Metadata {
  readonly annotations?: Labels;
  readonly labels?: Labels;
  readonly name?: string;
  readonly namespace?: string;
}

/** What a controller makes its Pods from. */
export interface PodTemplate {
  readonly metadata?: Metadata;
  readonly spec?: PodSpec;
}

/** A port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: PortReference;
}

/** Where an Ingress sends requests. */
export interface IngressBackend {
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

/** The `spec` of a controller, a Service or an Ingress; Pods have a {@link PodSpec}. */
export interface Spec {
  readonly clusterIP?: string;
  readonly completions?: number;
  readonly defaultBackend?: IngressBackend;
  readonly ingressClassName?: string;
  readonly jobTemplate?: { readonly metadata?: Metadata; readonly spec?: Spec };
  readonly parallelism?: number;
  readonly ports?: readonly ServicePort[];
  readonly replicas?: number;
  readonly rules?: readonly {
    readonly host?: string;
    readonly http?: {
      readonly paths: readonly {
        readonly backend: IngressBackend;
        readonly path?: string;
        readonly pathType: string;
      }[];
    };
  }[];
  readonly schedule?: string;
  readonly selector?: LabelSelector | Labels;
  readonly strategy?: RolloutStrategy;
  readonly template?: PodTemplate;
  readonly type?: string;
  readonly updateStrategy?: RolloutStrategy;
  readonly volumeClaimTemplates?: readonly { readonly metadata?: Metadata }[];
}

/** How a controller replaces its Pods. */
export interface RolloutStrategy {
  readonly rollingUpdate?: { readonly maxSurge?: number | string };
  readonly type?: string;
}

/** An object as it stands in a manifest. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: Spec & PodSpec;
}
