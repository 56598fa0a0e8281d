import { type Definition, fromOpenApi, objectFields } from './openapi';
import { isObject, type Schema } from './schema';

/** A CustomResourceDefinition: what is read of it here. */
export interface CustomResourceDefinition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly storage?: boolean;
      readonly schema?: { readonly openAPIV3Schema?: Definition };
    }[];
  };
}

/** Whether an object defines a custom resource. */
export function isDefinition(object: unknown): object is CustomResourceDefinition {
  return (
    isObject(object) &&
    object.apiVersion === 'apiextensions.k8s.io/v1' &&
    object.kind === 'CustomResourceDefinition' &&
    isObject(object.spec) &&
    isObject(object.spec.names) &&
    Array.isArray(object.spec.versions)
  );
}

/** The schemas of a custom resource by `apiVersion` and `kind`, one for each version. */
export function customSchemas({ spec: { group, names, versions } }: CustomResourceDefinition): Map<string, Schema> {
  return new Map(
    versions.map(({ name, schema }) => {
      const { properties = {}, ...own } = fromOpenApi(schema?.openAPIV3Schema ?? {});
      return [`${group}/${name} ${names.kind}`, { ...own, properties: { ...properties, ...objectFields } }];
    }),
  );
}
