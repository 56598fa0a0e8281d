import { Document, isCollection, isMap, isNode, isScalar } from 'yaml';
import type { KubernetesObject } from '../check/objects/kubernetes';
import type { Reason } from './reasons';

/** Writes a Kubernetes object as YAML, as cdk8s does, with the reason for a field at the end of its line. */
export function commentedYaml(object: KubernetesObject, reasons: readonly Reason[]): string {
  // Version and options are those of cdk8s.
  const document = new Document(object, { version: '1.1', keepUndefined: true });
  for (const { path, text } of reasons) {
    const value = document.getIn(path, true);
    const around = document.getIn(path.slice(0, -1), true);
    const key = isMap(around) ? around.items.find((pair) => pair.value === value)?.key : undefined;
    if (isCollection(value) && value.items.length === 0) value.flow = true; // or its comment would get a line of its own
    // After the key of a block, which begins on the next line; before an item of a list; after the value of anything else.
    if (isScalar(key) && isCollection(value) && !value.flow) key.comment = ` ${text}`;
    else if (isScalar(key) && isNode(value)) value.comment = ` ${text}`;
    else if (isNode(value)) value.commentBefore = ` ${text}`;
  }
  return document.toString({ lineWidth: 0 });
}
