import type { Condition } from 'kubernetes-types/meta/v1';

// Of the kinds of the Gateway API, which are not among Kubernetes' own, what somebody here reads.

/** A place where requests come in. */
export interface Gateway {
  readonly spec: { readonly gatewayClassName: string; readonly listeners: readonly Listener[] };
  readonly status?: {
    readonly addresses?: readonly { readonly value: string }[];
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly { readonly conditions?: readonly Condition[] }[];
  };
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

/** Which requests go where. */
export interface HTTPRoute {
  readonly spec?: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly ParentReference[];
    readonly rules?: readonly {
      readonly backendRefs?: readonly {
        readonly group?: string;
        readonly kind?: string;
        readonly name: string;
        readonly namespace?: string;
        readonly port?: number;
        readonly weight?: number;
      }[];
      readonly matches?: readonly RouteMatch[];
    }[];
  };
  readonly status?: { readonly parents?: readonly { readonly conditions?: readonly Condition[] }[] };
}

/** From which Gateway a route wants its requests. */
export interface ParentReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

/** Which requests a rule of a route is for. */
export interface RouteMatch {
  readonly headers?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
  readonly method?: string;
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly queryParams?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
}
