import { Document, isPair, isScalar, visit } from 'yaml';
import type { KubernetesObject } from '../rules/kubernetes';
import { entryFor, reasons } from './reasons';

/** Writes a Kubernetes object as YAML, as cdk8s does, with the reason for a field at the end of its line. */
export function commentedYaml(object: KubernetesObject): string {
  // Version and options are those of cdk8s.
  const document = new Document(object, { version: '1.1', keepUndefined: true });
  visit(document, {
    Pair(_, { key, value }, ancestors) {
      const keys = [...ancestors.filter(isPair).map((pair) => pair.key), key].map(String);
      const entry = entryFor([`${object.kind} ${object.metadata.name}`, ...keys]);
      if (entry === undefined) return;
      // After the key of a block, which begins on the next line; after the value of anything else.
      const node = isScalar(value) ? value : key;
      if (isScalar(node)) node.comment = ` ${reasons[entry]}`;
    },
  });
  return document.toString({ lineWidth: 0 });
}
