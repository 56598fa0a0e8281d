import { type CustomResourceDefinition, customSchemas } from './custom';
import { isImported, schemas } from './imported';
import { Comparison, type Mismatch } from './mismatches';
import { isObject, nameIn, referenceTo, type Schema } from './schema';

/** Properties for `Structure`. */
export interface StructureProps {
  /**
   * The CustomResourceDefinitions of the app.
   *
   * @default - none
   */
  readonly definitions?: readonly CustomResourceDefinition[];

  /**
   * The kinds that the cluster has, as `GROUP/VERSION/KIND`. Of one that was imported, it may have another release, so only what
   * all objects have is looked at.
   *
   * @default - none
   */
  readonly given?: readonly string[];

  /**
   * The oldest version that the objects are for.
   *
   * @default - any
   */
  readonly kubernetes?: string;
}

/**
 * Finds the schema of an object's kind, and compares the object with it: of Kubernetes' kinds, of those that were imported, and
 * of those that an app defines itself.
 */
export class Structure {
  private readonly comparison: Comparison;
  private readonly custom: ReadonlyMap<string, Schema>;

  constructor({ definitions = [], given = [], kubernetes }: StructureProps = {}) {
    this.comparison = new Comparison(schemas.definitions, kubernetes);
    this.custom = new Map([
      ...given.map((name) => [name.replace(/\/(?=[^/]*$)/, ' '), any] as const).filter(([kind]) => isImported(kind)),
      ...definitions.flatMap((definition) => [...customSchemas(definition)]),
    ]);
  }

  /** Where an object is not such as its kind demands. Of an unknown kind, only what all have is looked at. */
  mismatches(object: unknown): Mismatch[] {
    if (isObject(object) && [object.apiVersion, object.kind].every((field) => (field ?? '') === '')) {
      return [
        { path: '', problem: 'it has neither apiVersion nor kind, so it is not a Kubernetes object', fault: 'type' },
      ];
    }
    const kind = kindOf(object);
    const definition = definitionOf(kind);
    const schema = this.custom.get(kind) ?? (definition === undefined ? any : { $ref: referenceTo(definition) });
    const found = [...this.comparison.mismatches(object, schema)];
    // A LimitRange without a name is given one.
    if (!isObject(object) || isNamed(object.metadata) || kind === 'v1 LimitRange') return found;
    return [
      ...found,
      { path: 'metadata.name', problem: 'metadata.name is missing: every object must have a name', fault: 'value' },
    ];
  }
}

/** What may be at a place in an object of a kind of Kubernetes, which the keys lead to; undefined if there is no such. */
export function schemaAt(object: object, keys: readonly string[]): Schema | undefined {
  const definition = definitionOf(kindOf(object));
  let schema: Schema | undefined = definition === undefined ? undefined : schemas.definitions[definition];
  for (const key of keys) {
    const { items, properties = {}, additionalProperties } = schema ?? {};
    const field = items ?? (Object.hasOwn(properties, key) ? properties[key] : additionalProperties || undefined);
    schema = field?.$ref === undefined ? field : schemas.definitions[nameIn(field.$ref)];
  }
  return schema;
}

/** What is wrong with a value at a place. */
export function mismatchesAt(value: unknown, schema: Schema, path: string): Mismatch[] {
  return [...new Comparison(schemas.definitions).mismatches(value, schema, path)];
}

function kindOf(object: unknown): string {
  return isObject(object) ? `${object.apiVersion} ${object.kind}` : '';
}

function definitionOf(kind: string): string | undefined {
  return Object.hasOwn(schemas.kinds, kind) ? schemas.kinds[kind] : undefined;
}

/** What all objects have. */
const any: Schema = {
  type: 'object',
  properties: {
    apiVersion: { type: 'string', minLength: 1 },
    kind: { type: 'string', minLength: 1 },
    metadata: { $ref: referenceTo('meta.v1.ObjectMeta') },
  },
  required: ['apiVersion', 'kind'],
};

/** A name that is no text is a mismatch already. `kubectl create` also takes the beginning of a name. */
function isNamed(metadata: unknown): boolean {
  if (!isObject(metadata)) return metadata !== undefined && metadata !== null;
  return [metadata.name, metadata.generateName].some((name) => (name ?? '') !== '');
}
